package io.latchkey.subscription.state;

import io.latchkey.subscription.billing.BillingPeriods;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;

/**
 * How far a subscription has come.
 *
 * @param anchor from which the boundaries of periods are counted
 * @param periodsPaid since the anchor
 * @param from when the period under way began
 * @param paidUntil until when access is paid for, or free in a trial
 * @param unlocksUntil when the unlocks of the period under way end, in one that was given for a
 *     while and is paid for as a whole; null when they end with the paid time
 */
record Course(
        Instant anchor,
        int periodsPaid,
        @Column("period_start") Instant from,
        Instant paidUntil,
        @Nullable Instant unlocksUntil) {

    /** The end of the period under way, and of its unlocks. */
    Instant periodEnd() {
        return unlocksUntil == null ? paidUntil : unlocksUntil;
    }

    /** A period more; it begins where the last one ended, so that no day is lost. */
    Course next(Period period, ZoneId zone) {
        BillingPeriods periods = new BillingPeriods(anchor, period, zone);
        int paid = periodsPaid + 1;
        return unlocksUntil == null
                ? new Course(anchor, paid, periodEnd(), periods.boundary(paid), null)
                : new Course(anchor, paid, periodEnd(), paidUntil, periods.end(paid, paidUntil));
    }

    /** A period more, as the provider bills it. */
    Course next(Instant start, Instant end) {
        return new Course(anchor, periodsPaid, start, paidUntil, unlocksUntil).movedTo(end);
    }

    /** The end of the period moves, and with it the anchor of those to come. */
    Course movedTo(Instant end) {
        return unlocksUntil == null ? new Course(end, 0, from, end, null) : new Course(end, 0, from, paidUntil, end);
    }

    /** All that is paid lasts as much longer. */
    Course later(Duration by) {
        return new Course(
                anchor.plus(by),
                periodsPaid,
                from,
                paidUntil.plus(by),
                unlocksUntil == null ? null : unlocksUntil.plus(by));
    }

    /** As much is paid, whatever that is counted from. */
    Course paidUntil(Instant end) {
        return new Course(anchor, periodsPaid, from, end, unlocksUntil);
    }

    /** The period under way began then. */
    Course from(Instant start) {
        return new Course(anchor, periodsPaid, start, paidUntil, unlocksUntil);
    }
}
