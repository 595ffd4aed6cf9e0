package io.latchkey.payment.stripe.unit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;

/** Time as Stripe counts it for discounts: in whole months, whatever is paid meanwhile. Pure. */
public final class StripeMonths {

    private StripeMonths() {}

    /** The fewest months after which a moment has passed. */
    public static long past(Instant moment, Instant from) {
        OffsetDateTime began = from.atOffset(ZoneOffset.UTC);
        long months = 1;
        while (!began.plusMonths(months).toInstant().isAfter(moment)) {
            months++;
        }
        return months;
    }

    /**
     * When a payment is due.
     *
     * @param first when the first one is
     * @param before how many come before it
     */
    public static Instant due(Instant first, Period period, int before) {
        return first.atOffset(ZoneOffset.UTC).plus(period.multipliedBy(before)).toInstant();
    }
}
