package io.latchkey.payment.stripe.unit;

import io.latchkey.plan.Discount;
import io.latchkey.plan.Price;
import java.time.Period;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Stripe cannot bill, whoever buys it. Pure. */
public final class StripeLimits {

    private static final long LONGEST_TRIAL_DAYS = 730;

    private StripeLimits() {}

    /**
     * Why not, in a sentence; empty when it can.
     *
     * @param period null for what is paid once
     * @param trial null for none
     */
    public static Optional<String> refusal(Price price, @Nullable Period period, @Nullable Period trial) {
        if (!StripeAmount.canAsk(price)) {
            return Optional.of("Stripe charges no so small part of " + price.currency() + ": round the price.");
        }
        if (period != null && !StripeInterval.canBill(period)) {
            return Optional.of("Stripe bills whole days or whole months, of three years at most, not " + period + ".");
        }
        if (trial != null && StripeInterval.trialDays(trial) > LONGEST_TRIAL_DAYS) {
            return Optional.of("Stripe has no trial of more than " + LONGEST_TRIAL_DAYS + " days.");
        }
        return Optional.empty();
    }

    /** Why this cannot come off payments of this price and period; empty when it can. */
    public static Optional<String> refusal(Price price, Period period, Discount discount) {
        Long amount = discount.amountMinor();
        if (amount != null && !StripeAmount.canAsk(new Price(amount, price.currency()))) {
            return Optional.of("Stripe takes no so small part of " + price.currency() + " off.");
        }
        return discount.payments() == null || StripeInterval.inMonths(period)
                ? Optional.empty()
                : Optional.of("Stripe counts discounts in months, not in days.");
    }
}
