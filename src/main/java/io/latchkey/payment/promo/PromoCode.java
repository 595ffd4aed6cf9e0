package io.latchkey.payment.promo;

import io.latchkey.plan.Discount;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Less to pay for whoever knows the code.
 *
 * @param payments how many of a subscription's payments are reduced; null for every one
 * @param plans the subscription plans that it is for; empty for all
 * @param redemptions by how many readers it can be used; null for any number
 * @param expiresAt from when on it cannot be used; null for never
 */
record PromoCode(
        PromoCodeId id,
        Off off,
        @Nullable Integer payments,
        List<PlanId> plans,
        @Nullable Integer redemptions,
        @Nullable Instant expiresAt) {

    /** How much a payment is reduced. */
    sealed interface Off {

        /**
         * A part of the price, whatever its currency.
         *
         * @param percent 1 to 100
         */
        record Percent(int percent) implements Off {}

        /** The same amount of every price in its currency. */
        record Amount(Price amount) implements Off {}
    }

    /**
     * What it takes off the payments for a plan; refuses when it is over, or for other plans or
     * currencies. Whether it is used up is not known here.
     */
    Reduction reductionFor(SubscriptionPlan plan, Instant now) {
        if (expiresAt != null && !now.isBefore(expiresAt)) {
            throw PromoProblem.PROMO_CODE_EXPIRED.problem();
        }
        if (!plans.isEmpty() && !plans.contains(plan.id())) {
            throw PromoProblem.PROMO_CODE_NOT_FOR_PLAN.problem();
        }
        if (off instanceof Off.Amount(Price amount)
                && !amount.currency().equals(plan.price().currency())) {
            throw PromoProblem.PROMO_CODE_OTHER_CURRENCY.problem();
        }
        return new Reduction(discount(), plans, null);
    }

    private Discount discount() {
        return switch (off) {
            case Off.Percent(int percent) -> Discount.percent(percent, payments);
            case Off.Amount(Price amount) -> Discount.amount(amount.amountMinor(), payments);
        };
    }
}
