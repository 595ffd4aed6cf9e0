package io.latchkey.payment.promo;

import io.latchkey.plan.Discount;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Embedded.OnEmpty;

/**
 * What a promo code takes off, as it was when the reader used it: a rule, because the plan that is
 * paid may become another.
 *
 * @param plans the plans that it is for; empty for all
 * @param since when the first payment was due that it reduces; null for what was reduced from the
 *     beginning
 */
public record Reduction(
        @Embedded(onEmpty = OnEmpty.USE_NULL) Discount discount,
        List<PlanId> plans,
        @Nullable Instant since) {

    /** The same for payments from this moment on. */
    public Reduction from(Instant first) {
        return new Reduction(discount, plans, first);
    }

    /** Whether payments for this plan are reduced. */
    public boolean covers(PlanId plan) {
        return plans.isEmpty() || plans.contains(plan);
    }

    /** What is left of a price. */
    public Price reduce(Price price) {
        return new Price(price.amountMinor() - discount.offMinor(price.amountMinor()), price.currency());
    }
}
