package io.latchkey.subscription;

import com.fasterxml.jackson.annotation.JsonValue;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import io.latchkey.subscription.SubscriptionStatus.Action;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;

/**
 * A reader's running plan. Immutable: each thing that happens makes the next state, or is refused
 * with {@code not-possible-now}.
 *
 * @param source how the reader came to it
 * @param givenUntil when one that was given ends without renewal; null when it does not
 * @param price what a period costs: the plan's when it was bought
 * @param next what the next renewal changes it to; null when it goes on with the same plan
 * @param anchor from which the boundaries of periods are counted
 * @param periodsPaid since the anchor
 * @param paidUntil until when access is paid for, or free in a trial
 * @param trialEnd null when there was no trial
 * @param former the status that undoing a cancellation restores; null unless canceled
 * @param canceledAt when the reader canceled; null unless they did
 * @param cancellationReceipt the receipt of that
 * @param pausedAt null unless paused
 * @param resumesAt when a pause ends by itself; null when it does not. Kept behind a cancellation,
 *     in case that is undone
 * @param retryAt when a declined payment is tried again; null unless past due
 * @param endedAt when it expired
 */
public record Subscription(
        UUID id,
        ReaderKey reader,
        PlanId plan,
        Source source,
        @Nullable Instant givenUntil,
        SubscriptionStatus status,
        Price price,
        Period period,
        @Nullable NextPlan next,
        Instant anchor,
        int periodsPaid,
        Instant periodStart,
        Instant paidUntil,
        @Nullable Instant trialEnd,
        @Nullable SubscriptionStatus former,
        @Nullable Instant canceledAt,
        @Nullable UUID cancellationReceipt,
        @Nullable Instant pausedAt,
        @Nullable Instant resumesAt,
        @Nullable Instant retryAt,
        @Nullable Instant endedAt,
        Instant createdAt) {

    /**
     * A provider bills some time after the period began, Stripe after about an hour: nobody is
     * locked out meanwhile.
     */
    public static final Duration RENEWAL_SLACK = Duration.ofHours(2);

    /** How long after its due moment a payment that nobody told of is looked for again. */
    static final Duration LOOK_AGAIN_AFTER = Duration.ofMinutes(10);

    /** How long after a declined payment it is tried again, or looked for. */
    static final Duration RETRY_AFTER = Duration.ofDays(1);

    /** How a reader came to a subscription. */
    public enum Source {
        /** Bought: a payment provider bills it. */
        BOUGHT,
        /** Its plan costs nothing. */
        FREE,
        /** The site lets them have it. */
        COMP,
        /** Somebody gave it to them for a while. */
        GIFT;

        /** The source as the contract writes it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Source parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Begins one that the provider bills, as it stands there.
     *
     * @param withTrial whether it began with a trial there
     * @param paid whether that is over, and something was paid
     */
    static Subscription begun(
            UUID id,
            ReaderKey reader,
            BillingState there,
            boolean withTrial,
            boolean paid,
            Instant now) {
        Instant trialEnd = paid ? there.periodStart() : there.paidUntil();
        return new Subscription(
                id,
                reader,
                there.plan(),
                Source.BOUGHT,
                null,
                withTrial && !paid ? SubscriptionStatus.TRIALING : SubscriptionStatus.ACTIVE,
                there.price(),
                there.period(),
                null,
                there.paidUntil(),
                0,
                there.periodStart(),
                there.paidUntil(),
                withTrial ? trialEnd : null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                now);
    }

    /** Begins one that nobody bills: with the plan's trial, or with the first period. */
    static Subscription begin(
            UUID id,
            ReaderKey reader,
            SubscriptionPlan plan,
            Source source,
            @Nullable Instant givenUntil,
            Price price,
            boolean withTrial,
            Instant now,
            ZoneId zone) {
        Period trial = withTrial ? plan.trial() : null;
        Instant anchor = trial == null ? now : now.atZone(zone).plus(trial).toInstant();
        int paid = trial == null ? 1 : 0;
        return new Subscription(
                id,
                reader,
                plan.id(),
                source,
                givenUntil,
                trial == null ? SubscriptionStatus.ACTIVE : SubscriptionStatus.TRIALING,
                price,
                plan.period(),
                null,
                anchor,
                paid,
                now,
                new BillingPeriods(anchor, plan.period(), zone).boundary(paid),
                trial == null ? null : anchor,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                now);
    }

    /** The next period is paid; it begins where the last one ended, so that no day is lost. */
    Subscription renewed(ZoneId zone) {
        require(Action.RENEW);
        SubscriptionChange change = change().status(SubscriptionStatus.ACTIVE).retryAt(null);
        if (next != null) {
            change.changeTo(next);
        }
        return change.nextPeriod(zone).done();
    }

    /** Renews with this plan from the next period on; the present one takes that back. */
    Subscription choosing(SubscriptionPlan chosen) {
        require(Action.CHANGE_PLAN);
        return change().next(chosen.id().equals(plan) ? null : NextPlan.of(chosen)).done();
    }

    /** Renews at this price from the next period on, unless another plan was chosen. */
    Subscription repriced(Price newPrice) {
        require(Action.CHANGE_PLAN);
        if (!renewalPlan().equals(plan)) {
            return this;
        }
        return change().next(newPrice.equals(price) ? null : new NextPlan(plan, newPrice, period))
                .done();
    }

    /** The plan of the period that follows. */
    public PlanId renewalPlan() {
        return next == null ? plan : next.plan();
    }

    /** What the period that follows costs. */
    public Price renewalPrice() {
        return next == null ? price : next.price();
    }

    /** How long the period that follows is. */
    public Period renewalPeriod() {
        return next == null ? period : next.period();
    }

    /** The payment for the next period was declined. */
    Subscription failed(Instant now) {
        require(Action.FAIL);
        return change().status(SubscriptionStatus.PAST_DUE).retryAt(now.plus(RETRY_AFTER)).done();
    }

    /** Will not renew; over at once when no paid time is left. */
    Subscription canceledAtPeriodEnd(Instant now, UUID receipt) {
        require(Action.CANCEL);
        Instant end = pausedAt == null ? paidUntil : paidUntil.plus(sincePause(now));
        Subscription canceled =
                change().former(status)
                        .status(SubscriptionStatus.CANCELED)
                        .paidUntil(end)
                        .paused(null, resumesAt)
                        .canceled(now, receipt)
                        .done();
        return end.isAfter(now) ? canceled : canceled.ended(now);
    }

    /** Ends now, as the reader asked. */
    Subscription canceledNow(Instant now, UUID receipt) {
        require(Action.CANCEL);
        return change().canceled(now, receipt).done().ended(now);
    }

    /** As it was before the cancellation. */
    Subscription undone(Instant now) {
        require(Action.UNDO);
        if (former == null || !paidUntil.isAfter(now)) {
            throw SubscriptionProblem.NOT_POSSIBLE_NOW.problem();
        }
        return change().status(former)
                .former(null)
                .canceled(null, null)
                .paused(former == SubscriptionStatus.PAUSED ? now : null, resumesAt)
                .done();
    }

    /** Access stops; the paid time that is left waits. */
    Subscription paused(Instant now, @Nullable Instant until) {
        require(Action.PAUSE);
        if (!paidUntil.isAfter(now)) {
            throw SubscriptionProblem.NOT_POSSIBLE_NOW.problem();
        }
        return change().status(SubscriptionStatus.PAUSED).paused(now, until).done();
    }

    /** Goes on with the time that waited; periods are counted from its end. */
    Subscription resumed(Instant now) {
        require(Action.RESUME);
        return change().status(SubscriptionStatus.ACTIVE)
                .movedTo(paidUntil.plus(sincePause(now)))
                .paused(null, null)
                .done();
    }

    /** Over. */
    Subscription ended(Instant now) {
        require(Action.EXPIRE);
        return change().status(SubscriptionStatus.EXPIRED)
                .former(null)
                .next(null)
                .paused(null, null)
                .retryAt(null)
                .ended(now)
                .done();
    }

    /** Until when its tiers are open, whatever the clock says; null when they are not. */
    public @Nullable Instant openUntil(int graceDays) {
        return openUntil(status, paidUntil, graceDays);
    }

    /** As {@link #openUntil(int)}, for a reader of the row alone. */
    public static @Nullable Instant openUntil(
            SubscriptionStatus status, Instant paidUntil, int graceDays) {
        return switch (status) {
            case TRIALING, ACTIVE -> paidUntil.plus(RENEWAL_SLACK);
            case PAST_DUE -> paidUntil.plus(Duration.ofDays(graceDays));
            case CANCELED -> paidUntil;
            case PAUSED, EXPIRED -> null;
        };
    }

    /** When something is due to happen by itself; null when nothing is. */
    public @Nullable Instant dueAt(int graceDays) {
        return switch (status) {
            case TRIALING, ACTIVE -> retryAt == null ? paidUntil : retryAt;
            case CANCELED -> paidUntil;
            case PAST_DUE -> earlier(retryAt, paidUntil.plus(Duration.ofDays(graceDays)));
            case PAUSED -> resumesAt;
            case EXPIRED -> null;
        };
    }

    /** What is due now. */
    public Due dueNow(Instant now, int graceDays) {
        Instant due = dueAt(graceDays);
        if (due == null || due.isAfter(now)) {
            return Due.NOTHING;
        }
        return switch (status) {
            case TRIALING, ACTIVE -> givenEnds() ? Due.END : Due.PAYMENT;
            case PAST_DUE ->
                    now.isBefore(paidUntil.plus(Duration.ofDays(graceDays)))
                            ? Due.PAYMENT
                            : Due.END;
            case CANCELED -> Due.END;
            case PAUSED -> Due.RESUMPTION;
            case EXPIRED -> Due.NOTHING;
        };
    }

    /** Whether the period under way is the last of one that was given for a while. */
    public boolean givenEnds() {
        return givenUntil != null && !paidUntil.isBefore(givenUntil);
    }

    /** Whether a payment provider bills it. */
    public boolean billed() {
        return source == Source.BOUGHT;
    }

    /** The provider has said nothing of the payment that is due: looks again a little later. */
    Subscription lookedInVain(Instant now) {
        require(Action.RENEW);
        return change().retryAt(now.plus(LOOK_AGAIN_AFTER)).done();
    }

    /** What can be due by itself. */
    public enum Due {
        /** Nothing yet. */
        NOTHING,
        /** The payment of the next period. */
        PAYMENT,
        /** The end of access. */
        END,
        /** The end of a pause. */
        RESUMPTION
    }

    SubscriptionChange change() {
        return new SubscriptionChange(this);
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one != null && one.isBefore(other) ? one : other;
    }

    private Duration sincePause(Instant now) {
        return pausedAt == null ? Duration.ZERO : Duration.between(pausedAt, now);
    }

    private void require(Action action) {
        if (!status.allows(action)) {
            throw SubscriptionProblem.NOT_POSSIBLE_NOW.because(
                    "A subscription that is " + status.word() + " does not allow this.");
        }
    }
}
