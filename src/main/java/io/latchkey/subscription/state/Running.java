package io.latchkey.subscription.state;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.subscription.state.SubscriptionStatus.Action;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * What decides what a subscription opens and what its reader can do with it, for a reader of the
 * row alone. Whoever offers something and whoever does it ask here, so that what is offered is
 * accepted. The members are those of {@link Subscription}.
 */
public record Running(
        SubscriptionStatus status,
        boolean billed,
        boolean endedThere,
        PlanId plan,
        Price price,
        Period period,
        Instant paidUntil,
        @Nullable Instant unlocksUntil,
        @Nullable SubscriptionStatus former,
        @Nullable Instant pausedAt,
        @Nullable Instant unpaidSince,
        @Nullable Instant lookAt) {

    /** What there is of it in the subscription. */
    public static Running of(Subscription it) {
        return new Running(
                it.status(),
                it.billed(),
                it.endedThere(),
                it.plan(),
                it.price(),
                it.period(),
                it.paidUntil(),
                it.course().unlocksUntil(),
                it.former(),
                it.pausedAt(),
                it.arrears().unpaidSince(),
                it.arrears().lookAt());
    }

    /** What choosing this plan does now. */
    public PlanPath pathTo(SubscriptionPlan wanted) {
        if (!status.live() || givenUp() || (!billed && !wanted.price().free())) {
            return PlanPath.BUYING;
        }
        if (billed && !price.currency().equals(wanted.price().currency())) {
            return PlanPath.OTHER_CURRENCY;
        }
        if (!status.allows(Action.CHANGE_PLAN)) {
            return PlanPath.NOT_NOW;
        }
        if (plan.equals(wanted.id())) {
            return PlanPath.STAYING;
        }
        return better(wanted) ? PlanPath.AT_ONCE : PlanPath.AT_RENEWAL;
    }

    /** The same period at a higher price, where there is a payment to add the difference to. */
    private boolean better(SubscriptionPlan wanted) {
        return billed
                && status == SubscriptionStatus.ACTIVE
                && period.equals(wanted.period())
                && wanted.price().amountMinor() > price.amountMinor();
    }

    /** When it goes on with the next period, as far as can be told; null when it does not. */
    public @Nullable Instant nextPeriodAt() {
        return switch (status) {
            case TRIALING, ACTIVE ->
                unlocksUntil == null ? paidUntil : unlocksUntil.isBefore(paidUntil) ? unlocksUntil : null;
            case PAST_DUE, PAUSED, CANCELED, EXPIRED -> null;
        };
    }

    /** Whether it goes on, paid for or free of charge for now. */
    public boolean goesOn() {
        return status == SubscriptionStatus.TRIALING || status == SubscriptionStatus.ACTIVE;
    }

    /** Whether a new one may take its place: it was not paid for, or ended for want of payment. */
    public boolean makesWay() {
        return !billed || givenUp();
    }

    /** Whether its provider gave up on a payment that failed; its days of grace go on. */
    public boolean givenUp() {
        return status == SubscriptionStatus.PAST_DUE && endedThere;
    }

    /** Whether it waits for a payment that its provider would still take. */
    public boolean payable() {
        return status == SubscriptionStatus.PAST_DUE && billed && !endedThere;
    }

    /** Whether a pause can be ended. */
    public boolean resumable() {
        return status.allows(Action.RESUME);
    }

    /** Whether a cancellation can be taken back. */
    public boolean undoable(Instant now) {
        return status.allows(Action.UNDO) && former != null && !over(now) && !endedThere;
    }

    /** Whether no paid time is left, nor a payment waited for that may have been made. */
    boolean over(Instant now) {
        return !paidUntil.isAfter(now) && lookAt == null;
    }

    /** As it is once the payment that it waits for was made, but for the new period. */
    public Running paid() {
        return in(SubscriptionStatus.ACTIVE, Duration.ZERO, null);
    }

    /** As it is once the pause has ended. */
    public Running resumed(Instant now) {
        return in(SubscriptionStatus.ACTIVE, waited(now), null);
    }

    /** As it is once the cancellation is taken back. */
    public Running undone(Instant now) {
        SubscriptionStatus before = former == null ? status : former;
        return in(before, Duration.ZERO, before == SubscriptionStatus.PAUSED ? now : null);
    }

    private Duration waited(Instant now) {
        return pausedAt == null ? Duration.ZERO : Duration.between(pausedAt, now);
    }

    private Running in(SubscriptionStatus next, Duration later, @Nullable Instant paused) {
        return new Running(
                next,
                billed,
                endedThere,
                plan,
                price,
                period,
                paidUntil.plus(later),
                unlocksUntil == null ? null : unlocksUntil.plus(later),
                null,
                paused,
                unpaidSince,
                lookAt);
    }
}
