package io.latchkey.subscription;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import java.time.Period;

/**
 * What a subscription changes to when it next renews.
 *
 * @param price when the reader chose it; what the site asks later does not bind them
 * @param period then, too
 */
record NextPlan(PlanId plan, Price price, Period period) {

    static NextPlan of(SubscriptionPlan chosen) {
        return new NextPlan(chosen.id(), chosen.price(), chosen.period());
    }
}
