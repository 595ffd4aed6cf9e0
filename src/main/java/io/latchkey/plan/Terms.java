package io.latchkey.plan;

import io.latchkey.plan.Plan.SubscriptionPlan;
import java.time.Period;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Embedded.OnEmpty;

/**
 * What a period is sold as.
 *
 * @param price when the reader chose it; what the site asks later does not bind them
 * @param period how long it is; then, too
 */
public record Terms(
        @Column("plan_id") PlanId plan,
        @Embedded(onEmpty = OnEmpty.USE_NULL) Price price,
        Period period) {

    /** Of a plan as it is sold now. */
    public static Terms of(SubscriptionPlan chosen) {
        return new Terms(chosen.id(), chosen.price(), chosen.period());
    }

    /** The same at another price. */
    public Terms at(Price other) {
        return new Terms(plan, other, period);
    }
}
