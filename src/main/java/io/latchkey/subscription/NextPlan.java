package io.latchkey.subscription;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import java.time.Period;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Embedded.OnEmpty;

/**
 * What a subscription changes to when it next renews.
 *
 * @param price when the reader chose it; what the site asks later does not bind them
 * @param period then, too
 */
record NextPlan(
        @Column("plan_id") PlanId plan,
        @Embedded(onEmpty = OnEmpty.USE_NULL) Price price,
        Period period) {

    static NextPlan of(SubscriptionPlan chosen) {
        return new NextPlan(chosen.id(), chosen.price(), chosen.period());
    }
}
