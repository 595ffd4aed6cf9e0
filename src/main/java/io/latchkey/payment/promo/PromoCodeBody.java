package io.latchkey.payment.promo;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.shared.web.Input;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A promo code as a site describes it: either a percentage or an amount with its currency. */
record PromoCodeBody(
        @Nullable Integer percent,
        @Nullable Long amountMinor,
        @Nullable String currency,
        @Nullable Integer payments,
        @Nullable List<@Nullable PlanId> plans,
        @Nullable Integer redemptions,
        @Nullable String expiresAt) {

    private static final int MOST_PAYMENTS = 1_000;
    private static final int MOST_REDEMPTIONS = 100_000_000;
    private static final int MOST_PLANS = 50;

    /** The code that this body describes. */
    PromoCode named(PromoCodeId id) {
        List<PlanId> only =
                Input.list("plans", plans, MOST_PLANS).stream().distinct().toList();
        if (plans != null && only.isEmpty()) {
            throw Input.refused("plans", "must name a plan; leave it out for every plan");
        }
        return new PromoCode(
                id,
                off(),
                payments == null ? null : Input.count("payments", payments, 1, MOST_PAYMENTS),
                only,
                redemptions == null ? null : Input.count("redemptions", redemptions, 1, MOST_REDEMPTIONS),
                expiresAt == null ? null : Input.instant("expiresAt", expiresAt));
    }

    private PromoCode.Off off() {
        if (percent == null) {
            return new PromoCode.Off.Amount(Price.asked(amountMinor, currency, 1));
        }
        if (amountMinor != null || currency != null) {
            throw Input.refused(amountMinor == null ? "currency" : "amountMinor", "does not belong beside \"percent\"");
        }
        return new PromoCode.Off.Percent(Input.count("percent", percent, 1, 100));
    }
}
