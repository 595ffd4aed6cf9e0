package io.latchkey.payment.stripe.unit;

import io.latchkey.subscription.billing.BillingPeriods;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;

/** Time as Stripe counts it for discounts: in whole months, whatever is paid meanwhile. Pure. */
public final class StripeMonths {

    private static final Period MONTH = Period.ofMonths(1);

    private StripeMonths() {}

    /** The fewest months from a moment on that last longer than until another. */
    public static long past(Instant moment, Instant from) {
        return new BillingPeriods(from, MONTH, ZoneOffset.UTC).until(moment.plusNanos(1));
    }
}
