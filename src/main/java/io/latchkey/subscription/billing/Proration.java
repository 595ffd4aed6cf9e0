package io.latchkey.subscription.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/** What the rest of a period is worth. */
public final class Proration {

    private Proration() {}

    /**
     * The part of a period's amount that falls on the time from now to its end, rounded half up.
     *
     * @param amount of the whole period
     */
    public static long rest(long amount, Instant start, Instant end, Instant now) {
        long whole = Duration.between(start, end).toMillis();
        long rest = Math.clamp(Duration.between(now, end).toMillis(), 0, Math.max(0, whole));
        return whole <= 0
                ? 0
                : BigDecimal.valueOf(amount)
                        .multiply(BigDecimal.valueOf(rest))
                        .divide(BigDecimal.valueOf(whole), 0, RoundingMode.HALF_UP)
                        .longValueExact();
    }
}
