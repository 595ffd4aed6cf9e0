package io.latchkey.subscription.transition;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as its reader sees it.
 *
 * @param source how the reader came to it
 * @param nextPlan what it changes to when it next renews; null when it goes on with the same
 * @param nextCharge what the next payment takes, discounts taken off; null when none is due or it
 *     is not known yet
 * @param renewsAt when the next payment is due; null when none is
 * @param paidUntil until when access lasts whatever happens
 */
public record SubscriptionBody(
        UUID id,
        PlanId plan,
        Subscription.Source source,
        SubscriptionStatus status,
        Price price,
        String period,
        Instant periodStart,
        Instant paidUntil,
        @Nullable PlanId nextPlan,
        @Nullable Price nextPrice,
        @Nullable Price nextCharge,
        @Nullable Instant renewsAt,
        @Nullable Instant trialEnd,
        @Nullable Instant canceledAt,
        @Nullable Instant resumesAt,
        @Nullable Instant endedAt) {

    /** The subscription in that shape. */
    public static SubscriptionBody of(Subscription s) {
        return new SubscriptionBody(
                s.id(),
                s.plan(),
                s.source(),
                s.status(),
                s.price(),
                s.period().toString(),
                s.periodStart(),
                s.paidUntil(),
                nextPlan(s),
                nextPrice(s),
                s.renews() && s.charges() != null ? s.nextCharge() : null,
                s.renews() ? s.paidUntil() : null,
                s.trialEnd(),
                s.canceledAt(),
                s.status() == SubscriptionStatus.PAUSED ? s.resumesAt() : null,
                s.endedAt());
    }

    /** A choice waits behind a cancellation, in case it is undone; meanwhile nothing renews. */
    private static @Nullable PlanId nextPlan(Subscription s) {
        return s.status() == SubscriptionStatus.CANCELED || s.renewalPlan().equals(s.plan()) ? null : s.renewalPlan();
    }

    private static @Nullable Price nextPrice(Subscription s) {
        return s.status() == SubscriptionStatus.CANCELED || s.renewalPrice().equals(s.price())
                ? null
                : s.renewalPrice();
    }
}
