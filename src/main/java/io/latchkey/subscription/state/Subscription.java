package io.latchkey.subscription.state;

import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.plan.Terms;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.subscription.billing.BillingPeriods;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.billing.Charges;
import io.latchkey.subscription.state.SubscriptionStatus.Action;
import io.soabase.recordbuilder.core.RecordBuilder;
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
 * @param terms of the period under way
 * @param next those that the next renewal changes to; null when it goes on with the same
 * @param charges what the provider takes for this period and the next; null while it has not said
 *     so of what was chosen last
 * @param trialEnd null when there was no trial
 * @param mark null unless it was canceled, and that not undone
 * @param pause null unless there is one, or would be if a cancellation was undone
 * @param billedUntil until when the provider billed it by its own count, which knows of no pause
 *     before it was told; without meaning for one that nobody bills
 * @param endedThere whether the provider ended it, which nothing there can revive
 * @param soldTiers what was sold with the period under way and its plan does not open any more
 * @param endedAt when it expired
 */
@RecordBuilder
@Table("subscription")
public record Subscription(
        @Column("subscription_id") UUID id,
        @Embedded.Empty ReaderKey reader,
        Source source,
        SubscriptionStatus status,
        @Embedded.Empty Terms terms,

        @Embedded(onEmpty = OnEmpty.USE_NULL, prefix = "next_") @Nullable
        Terms next,

        @Embedded.Nullable @Nullable Charges charges,
        @Embedded.Empty Course course,
        @Nullable Instant trialEnd,
        @Embedded.Nullable @Nullable CancellationMark mark,
        @Embedded.Nullable @Nullable Pause pause,
        @Embedded.Empty Arrears arrears,
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

        /** Whether it is a contract of its reader's: what a site gave is none. */
        public boolean contract() {
            return this == BOUGHT || this == FREE;
        }

        /** The source as the contract writes it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Source parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Begins one that the provider bills, as it stands there.
     *
     * @param withTrial whether it began with a trial there
     * @param paid whether that is over, and something was paid
     */
    public static Subscription begun(
            UUID id, ReaderKey reader, BillingState there, boolean withTrial, boolean paid, Instant now) {
        Instant trialEnd = paid ? there.periodStart() : there.paidUntil();
        Course course = new Course(there.paidUntil(), 0, there.periodStart(), there.paidUntil(), null);
        return begun(id, reader, Source.BOUGHT, there.terms(), course, now)
                .status(withTrial && !paid ? SubscriptionStatus.TRIALING : SubscriptionStatus.ACTIVE)
                .charges(there.charges())
                .trialEnd(withTrial ? trialEnd : null)
                .build();
    }

    /** Begins one that nobody bills: with the plan's trial, or with the first period. */
    public static Subscription begin(
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
        Course course = givenUntil == null
                ? new Course(anchor, paid, now, periods.boundary(paid), null)
                : new Course(anchor, paid, now, givenUntil, periods.end(paid, givenUntil));
        return begun(id, reader, source, Terms.of(plan).at(price), course, now)
                .status(trial == null ? SubscriptionStatus.ACTIVE : SubscriptionStatus.TRIALING)
                .trialEnd(trial == null ? null : anchor)
                .build();
    }

    private static SubscriptionBuilder begun(
            UUID id, ReaderKey reader, Source source, Terms terms, Course course, Instant now) {
        return SubscriptionBuilder.builder()
                .id(id)
                .reader(reader)
                .source(source)
                .terms(terms)
                .course(course)
                .arrears(Arrears.NONE)
                .billedUntil(course.paidUntil())
                .soldTiers(List.of())
                .createdAt(now);
    }

    /** Opens until it renews what was sold, whatever has become of the plan since. */
    public Subscription opening(List<String> sold, SubscriptionPlan plan) {
        return change().soldTiers(sold.stream()
                        .filter(tier -> !plan.tiers().contains(tier))
                        .toList())
                .build();
    }

    /**
     * Goes on with the period of a former one of the same plan, which ended before that was over.
     */
    public Subscription takingUp(Subscription former) {
        return change().course(former.course).soldTiers(List.of()).build();
    }

    /** The next period is paid; it begins where the last one ended, so that no day is lost. */
    public Subscription renewed(ZoneId zone) {
        boolean canceled = status == SubscriptionStatus.CANCELED;
        SubscriptionBuilder change = change();
        if (!canceled || course.unlocksUntil() == null) {
            require(Action.RENEW);
            change.status(SubscriptionStatus.ACTIVE).arrears(Arrears.NONE);
        }
        Terms renewal = next == null || canceled ? terms : next;
        // Periods of another length are counted from the end of the last one.
        Course counted = renewal.period().equals(terms.period()) ? course : course.movedTo(course.periodEnd());
        return change.terms(renewal)
                .next(canceled ? next : null)
                .course(counted.next(renewal.period(), zone))
                .soldTiers(List.of())
                .build();
    }

    /** Renews with this plan from the next period on; the present one takes that back. */
    public Subscription choosing(SubscriptionPlan chosen) {
        require(Action.CHANGE_PLAN);
        return renewingAs(chosen.id().equals(terms.plan()) ? null : Terms.of(chosen));
    }

    /** Renews at this price from the next period on, unless another plan was chosen. */
    public Subscription repriced(Price newPrice) {
        require(Action.CHANGE_PLAN);
        if (!renewalPlan().equals(terms.plan())) {
            return this;
        }
        return renewingAs(newPrice.equals(terms.price()) ? null : terms.at(newPrice));
    }

    /** Whether it goes on as it is: nothing is due, and nothing else is to come. */
    public boolean goesOnAsItIs(Instant now) {
        return status == SubscriptionStatus.ACTIVE
                && billed()
                && !endedThere
                && next == null
                && arrears.lookAt() == null
                && paidUntil().isAfter(now);
    }

    /** Whether nothing comes off the next payment. */
    public boolean paysInFull() {
        return charges != null
                && !terms.price().free()
                && charges.nextMinor() == terms.price().amountMinor();
    }

    /** Whether it goes on at less than its price. */
    public boolean paysLess() {
        return status == SubscriptionStatus.ACTIVE
                && charges != null
                && charges.nextMinor() < renewalPrice().amountMinor();
    }

    /** Whether that begins with the next payment: the period under way is paid in full. */
    public boolean willPayLess() {
        return paysLess() && Objects.requireNonNull(charges).nowMinor() == price().amountMinor();
    }

    /** What that will cost the provider has to say again. */
    private Subscription renewingAs(@Nullable Terms wanted) {
        return change().next(wanted)
                .charges(Objects.equals(wanted, next) ? charges : null)
                .build();
    }

    /** What is sold with the period under way. */
    public PlanId plan() {
        return terms.plan();
    }

    /** What that costs a period: what the plan cost when it was bought. */
    public Price price() {
        return terms.price();
    }

    /** How long a period is. */
    public Period period() {
        return terms.period();
    }

    /** The plan of the period that follows. */
    public PlanId renewalPlan() {
        return renewal().plan();
    }

    /** What the period that follows costs. */
    public Price renewalPrice() {
        return renewal().price();
    }

    /** How long the period that follows is. */
    public Period renewalPeriod() {
        return renewal().period();
    }

    private Terms renewal() {
        return next == null ? terms : next;
    }

    /** What will be taken for the period that follows, as far as is known. */
    public Price nextCharge() {
        return charges == null
                ? renewalPrice()
                : new Price(charges.nextMinor(), renewalPrice().currency());
    }

    /** When the period under way began. */
    public Instant periodStart() {
        return course.from();
    }

    /** The end of the period under way, and of its unlocks. */
    public Instant periodEnd() {
        return course.periodEnd();
    }

    /** Until when access is paid for, or free in a trial. */
    public Instant paidUntil() {
        return course.paidUntil();
    }

    /** When the reader canceled; null unless they did. */
    public @Nullable Instant canceledAt() {
        return mark == null ? null : mark.at();
    }

    /** The receipt of that. */
    public @Nullable UUID cancellationReceipt() {
        return mark == null ? null : mark.receipt();
    }

    /** The status that undoing a cancellation restores; null unless canceled. */
    public @Nullable SubscriptionStatus former() {
        return mark == null ? null : mark.former();
    }

    /** Null unless paused. */
    public @Nullable Instant pausedAt() {
        return pause == null ? null : pause.since();
    }

    /** When a pause ends by itself; null when it does not. */
    public @Nullable Instant resumesAt() {
        return pause == null ? null : pause.resumesAt();
    }

    /** The provider has said nothing of the next period's payment for too long. */
    public Subscription overdue(Instant again) {
        require(Action.FAIL);
        return change().status(SubscriptionStatus.PAST_DUE)
                .arrears(arrears.lookAt(again))
                .build();
    }

    /**
     * Will not renew; over at once when no paid time is left. A month that the provider may have
     * billed before is waited for, because it is the reader's.
     */
    public Subscription canceledAtPeriodEnd(Instant now, UUID receipt) {
        require(Action.CANCEL);
        Course left = course.later(sincePause(now));
        boolean unheard = renewalUnheard(now);
        Subscription canceled = change().status(SubscriptionStatus.CANCELED)
                .course(left)
                .pause(pause == null ? null : pause.canceled())
                .arrears(arrears.lookAt(unheard ? now : null))
                .mark(new CancellationMark(now, receipt, Objects.requireNonNullElse(former(), status)))
                .build();
        return unheard || left.paidUntil().isAfter(now) ? canceled : canceled.ended(now);
    }

    /** Whether a payment is due of which its provider has said nothing, neither yes nor no. */
    public boolean renewalUnheard(Instant now) {
        boolean mayBeBilled = switch (status) {
            case TRIALING, ACTIVE -> true;
            case PAST_DUE -> arrears.unpaidSince() == null;
            case PAUSED, CANCELED, EXPIRED -> false;
        };
        return mayBeBilled && billed() && !endedThere && !paidUntil().isAfter(now);
    }

    /** Ends now, as the reader asked. */
    public Subscription canceledNow(Instant now, UUID receipt) {
        require(Action.CANCEL);
        return change().mark(new CancellationMark(now, receipt, null)).build().ended(now);
    }

    /** Whether its provider could take a cancellation back, as far as is known here. */
    public boolean mayBeUndone() {
        return status == SubscriptionStatus.CANCELED && billed() && !endedThere;
    }

    /** As it was before the cancellation. */
    public Subscription undone(Instant now) {
        require(Action.UNDO);
        Running running = Running.of(this);
        SubscriptionStatus former = former();
        if (former == null || running.over(now)) {
            throw SubscriptionProblem.NOT_POSSIBLE_NOW.problem();
        }
        if (!running.undoable(now)) {
            throw SubscriptionProblem.NOT_POSSIBLE_NOW.because(
                    "The payment provider has ended this subscription and cannot revive it. What is"
                            + " paid stays open; subscribe again when it ends.");
        }
        boolean wasOverdue = former == SubscriptionStatus.PAST_DUE && arrears.unpaidSince() == null;
        return change().status(former)
                .mark(null)
                .pause(former == SubscriptionStatus.PAUSED ? new Pause(now, resumesAt()) : null)
                .arrears(wasOverdue ? arrears.lookAt(now) : arrears)
                .build();
    }

    /** Access stops; the paid time that is left waits. */
    public Subscription paused(Instant now, @Nullable Instant until) {
        require(Action.PAUSE);
        if (!paidUntil().isAfter(now)) {
            throw SubscriptionProblem.NOT_POSSIBLE_NOW.problem();
        }
        return change().status(SubscriptionStatus.PAUSED)
                .pause(new Pause(now, until))
                .build();
    }

    /** Goes on with the time that waited; periods are counted from the end of this one. */
    public Subscription resumed(Instant now) {
        require(Action.RESUME);
        Course left = course.later(sincePause(now));
        return change().status(SubscriptionStatus.ACTIVE)
                .course(left.movedTo(left.periodEnd()))
                .pause(null)
                .build();
    }

    /** Over. */
    public Subscription ended(Instant now) {
        require(Action.EXPIRE);
        return change().status(SubscriptionStatus.EXPIRED)
                .next(null)
                .charges(null)
                .mark(mark == null ? null : mark.former(null))
                .pause(null)
                .arrears(Arrears.NONE)
                .endedAt(now)
                .build();
    }

    /** Over, because another takes its place; what a pause held back is counted as left. */
    public Subscription replaced(Instant now) {
        return change().course(course.later(sincePause(now))).build().ended(now);
    }

    /** Whether its cancellation took effect at once; others run out later, by themselves. */
    public boolean endedByCancellation() {
        return mark != null && mark.at().equals(endedAt);
    }

    /** Whether something was left of what was given when it ended. */
    public boolean leaves() {
        return source == Source.GIFT && endedAt != null && paidUntil().isAfter(endedAt);
    }

    /** What was left of it from now on, as if the time between had not been. */
    public Subscription goingOn(UUID newId, Instant now) {
        Duration later = Duration.between(Objects.requireNonNull(endedAt), now);
        return change().id(newId)
                .createdAt(now)
                .status(SubscriptionStatus.ACTIVE)
                .course(course.later(later).from(periodStart().plus(later)))
                .mark(null)
                .endedAt(null)
                .build();
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
    public Subscription lookedInVain(Instant again) {
        return change().arrears(arrears.lookAt(again)).build();
    }

    /** Its next state in the making: what is not said stays as it was. */
    SubscriptionBuilder change() {
        return SubscriptionBuilder.builder(this);
    }

    private Duration sincePause(Instant now) {
        Instant since = pausedAt();
        return since == null ? Duration.ZERO : Duration.between(since, now);
    }

    private void require(Action action) {
        if (!status.allows(action)) {
            throw SubscriptionProblem.NOT_POSSIBLE_NOW.because(
                    "A subscription that is " + status.word() + " does not allow this.");
        }
    }
}
