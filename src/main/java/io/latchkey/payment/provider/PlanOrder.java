package io.latchkey.payment.provider;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import java.time.Period;

/**
 * What is billed each period.
 *
 * @param name what the reader sees on the bill
 * @param discounted whether the discount that the subscription has is for it, if there is one
 */
public record PlanOrder(PlanId plan, String name, Price price, Period period, boolean discounted) {

    /** The same, at the subscription's discount. */
    public PlanOrder reduced() {
        return new PlanOrder(plan, name, price, period, true);
    }
}
