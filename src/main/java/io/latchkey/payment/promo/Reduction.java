package io.latchkey.payment.promo;

import io.latchkey.plan.Discount;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import java.util.List;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Embedded.OnEmpty;

/**
 * What a promo code takes off, as it was when the reader used it: a rule, because the plan that is
 * paid may become another.
 *
 * @param plans the plans that it is for; empty for all
 */
public record Reduction(
        @Embedded(onEmpty = OnEmpty.USE_NULL) Discount discount, List<PlanId> plans) {

    /** Whether payments for this plan are reduced. */
    public boolean covers(PlanId plan) {
        return plans.isEmpty() || plans.contains(plan);
    }

    /** What is left of a price. */
    public Price reduce(Price price) {
        return new Price(price.amountMinor() - discount.offMinor(price.amountMinor()), price.currency());
    }
}
