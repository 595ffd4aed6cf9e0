package io.latchkey.subscription.billing;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;

/**
 * The boundaries of a subscription's periods, all counted from one anchor: 31 January plus a month
 * is 28 February, and plus another is 31 March, which repeated addition would lose.
 */
public record BillingPeriods(Instant anchor, Period period, ZoneId zone) {

    /**
     * The end of the n-th period; the anchor itself for 0. The time of day is the anchor's on the
     * site's clocks, or later by as much as they are put forward across it.
     */
    public Instant boundary(int n) {
        return anchor.atZone(zone).plus(period.multipliedBy(n)).toInstant();
    }

    /**
     * The end of the n-th period of some that end together: what is left behind it is no period of
     * its own unless it is half of one, because clocks and months differ.
     */
    public Instant end(int n, Instant last) {
        Instant end = boundary(n);
        Instant half = end.plus(Duration.between(end, boundary(n + 1)).dividedBy(2));
        return half.isBefore(last) ? end : last;
    }

    /** How many periods have to pass before that moment is reached or over. */
    public int until(Instant moment) {
        int n = 0;
        while (boundary(n).isBefore(moment)) {
            n++;
        }
        return n;
    }
}
