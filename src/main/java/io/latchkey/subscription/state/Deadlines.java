package io.latchkey.subscription.state;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a subscription goes on without a payment, and when what is due with it.
 *
 * @param grace how long it is open after the provider said that a payment failed
 * @param silence how long it is open while the provider says nothing of a payment that is due
 */
public record Deadlines(Duration grace, Duration silence) {

    /** How soon after its due moment a payment that nobody told of is looked for again. */
    private static final Duration FIRST_LOOKS = Duration.ofMinutes(10);

    /** The longer it is missing, the seldomer it is looked for: after a share of that time. */
    private static final int SHARE = 12;

    private static final Duration LAST_LOOKS = Duration.ofHours(12);

    /** For one that nobody bills: it renews here, as soon as that is looked at. */
    private static final Duration SLACK = Duration.ofHours(2);

    /** What can be due by itself. */
    public enum Due {
        /** Nothing yet. */
        NOTHING,
        /** The next period: its payment, or news of that; of what was given, its unlocks. */
        PAYMENT,
        /** The end of access. */
        END,
        /** The end of a pause. */
        RESUMPTION
    }

    /** Until when its tiers are open, whatever the clock says; null when they are not. */
    public @Nullable Instant openUntil(Subscription subscription) {
        return openUntil(Running.of(subscription));
    }

    /** As {@link #openUntil(Subscription)}, for a reader of the row alone. */
    public @Nullable Instant openUntil(Running it) {
        return switch (it.status()) {
            case TRIALING, ACTIVE ->
                it.billed() ? unheardEnd(it) : it.paidUntil().plus(SLACK);
            case PAST_DUE -> graceEnd(it);
            case CANCELED -> it.lookAt() == null ? it.paidUntil() : unheardEnd(it);
            case PAUSED, EXPIRED -> null;
        };
    }

    /** When something is due to happen by itself; null when nothing is. */
    public @Nullable Instant dueAt(Subscription it) {
        return switch (it.status()) {
            case TRIALING, ACTIVE, CANCELED ->
                it.arrears().lookAt() == null ? it.periodEnd() : it.arrears().lookAt();
            case PAST_DUE -> it.arrears().unpaidSince() == null ? it.arrears().lookAt() : unpaidDueAt(it);
            case PAUSED -> it.resumesAt();
            case EXPIRED -> null;
        };
    }

    /** Whoever was looked for in vain when the grace was over is looked for again, not ended. */
    private Instant unpaidDueAt(Subscription it) {
        Instant look = it.arrears().lookAt() == null
                ? it.arrears().retryAt()
                : it.arrears().lookAt();
        Instant end = graceEnd(Running.of(it));
        boolean inVain = it.arrears().lookAt() != null && it.arrears().lookAt().isAfter(end);
        return look != null && (inVain || look.isBefore(end)) ? look : end;
    }

    /** What is due now. */
    public Due dueNow(Subscription it, Instant now) {
        Instant due = dueAt(it);
        if (due == null || due.isAfter(now)) {
            return Due.NOTHING;
        }
        return switch (it.status()) {
            case TRIALING, ACTIVE -> isOver(it, now) ? Due.END : Due.PAYMENT;
            case PAST_DUE ->
                it.arrears().unpaidSince() != null && !now.isBefore(graceEnd(Running.of(it))) ? Due.END : Due.PAYMENT;
            case CANCELED ->
                it.arrears().lookAt() == null
                        ? isOver(it, now) || it.course().unlocksUntil() == null ? Due.END : Due.PAYMENT
                        : silentTooLong(it, now) ? Due.END : Due.PAYMENT;
            case PAUSED -> Due.RESUMPTION;
            case EXPIRED -> Due.NOTHING;
        };
    }

    /** Whether all of what was given for a while is over. */
    private static boolean isOver(Subscription it, Instant now) {
        return it.course().unlocksUntil() != null && !it.paidUntil().isAfter(now);
    }

    /** Whether the provider has said nothing of a payment that is due for longer than is waited. */
    public boolean silentTooLong(Subscription it, Instant now) {
        return !now.isBefore(unheardEnd(Running.of(it)));
    }

    /** When a payment that was looked for in vain is looked for again. */
    public Instant nextLook(Subscription it, Instant now) {
        Duration share = Duration.between(it.paidUntil(), now).dividedBy(SHARE);
        Duration atLeast = share.compareTo(FIRST_LOOKS) < 0 ? FIRST_LOOKS : share;
        Instant next = now.plus(atLeast.compareTo(LAST_LOOKS) > 0 ? LAST_LOOKS : atLeast);
        Instant end =
                it.status() == SubscriptionStatus.PAST_DUE ? graceEnd(Running.of(it)) : unheardEnd(Running.of(it));
        // Not beyond the moment at which something else is due.
        return now.isBefore(end) && end.isBefore(next) ? end : next;
    }

    private Instant unheardEnd(Running it) {
        return it.paidUntil().plus(silence);
    }

    private Instant graceEnd(Running it) {
        Instant since = it.unpaidSince();
        return (since == null ? it.paidUntil() : since).plus(grace);
    }
}
