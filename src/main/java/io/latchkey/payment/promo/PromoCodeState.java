package io.latchkey.payment.promo;

import io.latchkey.payment.promo.PromoCode.Off;
import io.latchkey.plan.PlanId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A promo code as its site sees it.
 *
 * @param plans absent when it is for every subscription plan
 * @param redeemed how many readers have used it
 * @param reserved how many are about to: they have begun a checkout with it
 */
record PromoCodeState(
        PromoCodeId code,
        @Nullable Integer percent,
        @Nullable Long amountMinor,
        @Nullable String currency,
        @Nullable Integer payments,
        @Nullable List<PlanId> plans,
        @Nullable Integer redemptions,
        @Nullable Instant expiresAt,
        long redeemed,
        long reserved) {

    static PromoCodeState of(PromoCode code, Redemptions.Count count) {
        return new PromoCodeState(
                code.id(),
                code.off() instanceof Off.Percent percent ? percent.percent() : null,
                code.off() instanceof Off.Amount off ? off.amount().amountMinor() : null,
                code.off() instanceof Off.Amount off ? off.amount().currency() : null,
                code.payments(),
                code.plans().isEmpty() ? null : code.plans(),
                code.redemptions(),
                code.expiresAt(),
                count.redeemed(),
                count.reserved());
    }
}
