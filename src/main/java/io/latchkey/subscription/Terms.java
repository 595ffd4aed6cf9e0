package io.latchkey.subscription;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
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
record Terms(
        @Column("plan_id") PlanId plan,
        @Embedded(onEmpty = OnEmpty.USE_NULL) Price price,
        Period period) {

    static Terms of(SubscriptionPlan chosen) {
        return new Terms(chosen.id(), chosen.price(), chosen.period());
    }

    static Terms of(BillingState there) {
        return new Terms(there.plan(), there.price(), there.period());
    }

    Terms at(Price other) {
        return new Terms(plan, other, period);
    }
}
