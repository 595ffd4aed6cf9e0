package io.latchkey.subscription;

import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import io.latchkey.subscription.SubscriptionStatus.Action;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Embedded.OnEmpty;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A reader's running plan. Immutable: each thing that happens makes the next state, or is refused
 * with {@code not-possible-now}.
 *
 * @param source how the reader came to it
 * @param unlocksUntil when the unlocks of the period under way end, in one that was given for a
 *     while and is paid for as a whole; null when they end with the paid time
 * @param price what a period costs: the plan's when it was bought
 * @param next what the next renewal changes it to; null when it goes on with the same plan
 * @param charges what the provider takes for this period and the next; null while it has not said
 *     so of what was chosen last
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
 * @param retryAt when the provider tries a declined payment again; null when it does not
 * @param unpaidSince from when days of grace are counted: the end of the paid time, or later when
 *     the provider said so late; null while it has not said that a payment is missing
 * @param lookAt when the provider is asked again for a payment of which it said nothing; null when
 *     none is waited for
 * @param billedUntil until when the provider billed it by its own count, which knows of no pause
 *     before it was told; without meaning for one that nobody bills
 * @param endedThere whether the provider ended it, which nothing there can revive
 * @param soldTiers what was sold with the period under way and its plan does not open any more
 * @param endedAt when it expired
 */
@Table("subscription")
public record Subscription(
        @Column("subscription_id") UUID id,
        @Embedded.Empty ReaderKey reader,
        @Column("plan_id") PlanId plan,
        Source source,
        @Nullable Instant unlocksUntil,
        SubscriptionStatus status,
        @Embedded.Empty Price price,
        Period period,

        @Embedded(onEmpty = OnEmpty.USE_NULL, prefix = "next_") @Nullable
        NextPlan next,

        @Embedded.Nullable @Nullable Charges charges,
        Instant anchor,
        int periodsPaid,
        Instant periodStart,
        Instant paidUntil,
        @Nullable Instant trialEnd,
        @Column("former_status") @Nullable SubscriptionStatus former,
        @Nullable Instant canceledAt,
        @Column("cancellation_receipt_id") @Nullable UUID cancellationReceipt,
        @Nullable Instant pausedAt,
        @Nullable Instant resumesAt,
        @Nullable Instant retryAt,
        @Nullable Instant unpaidSince,
        @Nullable Instant lookAt,
        Instant billedUntil,
        boolean endedThere,
        List<String> soldTiers,
        @Nullable Instant endedAt,
        Instant createdAt) {

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
            UUID id, ReaderKey reader, BillingState there, boolean withTrial, boolean paid, Instant now) {
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
                there.charges(),
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
                null,
                there.paidUntil(),
                false,
                List.of(),
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
        BillingPeriods periods = new BillingPeriods(anchor, plan.period(), zone);
        Instant paidUntil = givenUntil == null ? periods.boundary(paid) : givenUntil;
        return new Subscription(
                id,
                reader,
                plan.id(),
                source,
                givenUntil == null ? null : periods.end(paid, givenUntil),
                trial == null ? SubscriptionStatus.ACTIVE : SubscriptionStatus.TRIALING,
                price,
                plan.period(),
                null,
                null,
                anchor,
                paid,
                now,
                paidUntil,
                trial == null ? null : anchor,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                paidUntil,
                false,
                List.of(),
                null,
                now);
    }

    /** Opens until it renews what was sold, whatever has become of the plan since. */
    Subscription opening(List<String> sold, SubscriptionPlan plan) {
        return change().soldTiers(sold.stream()
                        .filter(tier -> !plan.tiers().contains(tier))
                        .toList())
                .done();
    }

    /**
     * Goes on with the period of a former one of the same plan, which ended before that was over.
     */
    Subscription takingUp(Subscription former) {
        return change().nextPeriod(former.periodStart(), former.paidUntil())
                .count(former.anchor(), former.periodsPaid())
                .done();
    }

    /** The next period is paid; it begins where the last one ended, so that no day is lost. */
    Subscription renewed(ZoneId zone) {
        SubscriptionChange change = change();
        if (status != SubscriptionStatus.CANCELED || unlocksUntil == null) {
            require(Action.RENEW);
            change.status(SubscriptionStatus.ACTIVE).inOrder();
        }
        if (next != null && status != SubscriptionStatus.CANCELED) {
            change.changeTo(next);
        }
        return change.nextPeriod(zone).done();
    }

    /** Renews with this plan from the next period on; the present one takes that back. */
    Subscription choosing(SubscriptionPlan chosen) {
        require(Action.CHANGE_PLAN);
        return change().next(chosen.id().equals(plan) ? null : NextPlan.of(chosen))
                .done();
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

    /** What will be taken for the period that follows, as far as is known. */
    public Price nextCharge() {
        return charges == null
                ? renewalPrice()
                : new Price(charges.nextMinor(), renewalPrice().currency());
    }

    /** How long the period that follows is. */
    public Period renewalPeriod() {
        return next == null ? period : next.period();
    }

    /** The provider has said nothing of the next period's payment for too long. */
    Subscription overdue(Instant again) {
        require(Action.FAIL);
        return change().status(SubscriptionStatus.PAST_DUE).lookAt(again).done();
    }

    /**
     * Will not renew; over at once when no paid time is left. A month that the provider may have
     * billed before is waited for, because it is the reader's.
     */
    Subscription canceledAtPeriodEnd(Instant now, UUID receipt) {
        require(Action.CANCEL);
        Instant end = paidUntil.plus(sincePause(now));
        boolean unheard = renewalUnheard(now);
        Subscription canceled = change().former(status)
                .status(SubscriptionStatus.CANCELED)
                .later(sincePause(now))
                .paused(null, resumesAt)
                .lookAt(unheard ? now : null)
                .canceled(now, receipt)
                .done();
        return unheard || end.isAfter(now) ? canceled : canceled.ended(now);
    }

    /** Whether a payment is due of which its provider has said nothing, neither yes nor no. */
    boolean renewalUnheard(Instant now) {
        boolean mayBeBilled = switch (status) {
            case TRIALING, ACTIVE -> true;
            case PAST_DUE -> unpaidSince == null;
            case PAUSED, CANCELED, EXPIRED -> false;
        };
        return mayBeBilled && billed() && !endedThere && !paidUntil.isAfter(now);
    }

    /** Ends now, as the reader asked. */
    Subscription canceledNow(Instant now, UUID receipt) {
        require(Action.CANCEL);
        return change().canceled(now, receipt).done().ended(now);
    }

    /** Whether its provider could take a cancellation back, as far as is known here. */
    boolean mayBeUndone() {
        return status == SubscriptionStatus.CANCELED && billed() && !endedThere;
    }

    /** As it was before the cancellation. */
    Subscription undone(Instant now) {
        require(Action.UNDO);
        Running running = Running.of(this);
        if (former == null || running.over(now)) {
            throw SubscriptionProblem.NOT_POSSIBLE_NOW.problem();
        }
        if (!running.undoable(now)) {
            throw SubscriptionProblem.NOT_POSSIBLE_NOW.because(
                    "The payment provider has ended this subscription and cannot revive it. What is"
                            + " paid stays open; subscribe again when it ends.");
        }
        boolean wasOverdue = former == SubscriptionStatus.PAST_DUE && unpaidSince == null;
        return change().status(former)
                .lookAt(wasOverdue ? now : lookAt)
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

    /** Goes on with the time that waited; periods are counted from the end of this one. */
    Subscription resumed(Instant now) {
        require(Action.RESUME);
        SubscriptionChange change = change().later(sincePause(now));
        return change.status(SubscriptionStatus.ACTIVE)
                .movedTo(change.periodEnd())
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
                .lookAt(null)
                .ended(now)
                .done();
    }

    /** Over, because another takes its place; what a pause held back is counted as left. */
    Subscription replaced(Instant now) {
        return change().later(sincePause(now)).done().ended(now);
    }

    /** Whether its cancellation took effect at once; others run out later, by themselves. */
    boolean endedByCancellation() {
        return canceledAt != null && canceledAt.equals(endedAt);
    }

    /** Whether something was left of what was given when it ended. */
    boolean leaves() {
        return source == Source.GIFT && endedAt != null && paidUntil.isAfter(endedAt);
    }

    /** What was left of it from now on, as if the time between had not been. */
    Subscription goingOn(UUID newId, Instant now) {
        Duration later = Duration.between(Objects.requireNonNull(endedAt), now);
        return change().later(later).begun(newId, periodStart.plus(later), now).done();
    }

    /** The end of the period under way, and of its unlocks. */
    public Instant periodEnd() {
        return unlocksUntil == null ? paidUntil : unlocksUntil;
    }

    /** Whether it goes on by itself beyond what is paid. */
    public boolean renews() {
        return switch (status) {
            case TRIALING, ACTIVE -> source != Source.GIFT;
            case PAST_DUE, PAUSED, CANCELED, EXPIRED -> false;
        };
    }

    /** Whether a payment provider bills it. */
    public boolean billed() {
        return source == Source.BOUGHT;
    }

    /** Whether a new one may take its place: it was not paid for, or ended for want of payment. */
    public boolean makesWay() {
        return Running.of(this).makesWay();
    }

    /** Whether its provider gave up on a payment that failed; its days of grace go on. */
    public boolean givenUp() {
        return Running.of(this).givenUp();
    }

    /** The provider has said nothing of the payment that is due: looks again then. */
    Subscription lookedInVain(Instant again) {
        return change().lookAt(again).done();
    }

    SubscriptionChange change() {
        return new SubscriptionChange(this);
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
