package io.latchkey.subscription;

import io.latchkey.metering.GrantSource;
import io.latchkey.metering.Grants;
import io.latchkey.plan.Plan.SubscriptionPlan;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** The unlocks that come with a subscription's periods. */
@Component
class PeriodGrants {

    private final Grants grants;

    PeriodGrants(Grants grants) {
        this.grants = grants;
    }

    /** A period's unlocks, once, and no longer than the period. */
    Mono<Void> give(Subscription period, SubscriptionPlan plan) {
        return give(period, period.periodStart(), plan);
    }

    /** As {@link #give(Subscription, SubscriptionPlan)}, of the period that begins then. */
    Mono<Void> give(Subscription period, Instant start, SubscriptionPlan plan) {
        return plan.unlocksPerPeriod() == 0
                ? Mono.empty()
                : grants.giveOnce(
                        period.reader(),
                        GrantSource.PLAN,
                        plan.unlocksPerPeriod(),
                        period.paidUntil(),
                        origin(period.id(), start));
    }

    /** A better plan within the period: its unlocks instead, those spent already included. */
    Mono<Void> raise(Subscription period, SubscriptionPlan plan) {
        return give(period, plan)
                .then(
                        grants.raise(
                                period.reader(),
                                origin(period.id(), period.periodStart()),
                                plan.unlocksPerPeriod()));
    }

    /**
     * The unlocks of a period last as long as it does, also when a pause let it end later.
     *
     * @param pausedAt when the pause began; null when there was none
     */
    Mono<Void> prolong(Subscription period, @Nullable Instant pausedAt, Instant now) {
        return pausedAt == null
                ? Mono.empty()
                : grants.prolong(period.reader(), originOfAll(period.id()), pausedAt, now);
    }

    /** Those of all its periods end. */
    Mono<Void> end(Subscription subscription, Instant now) {
        return grants.endFrom(subscription.reader(), originOfAll(subscription.id()), now);
    }

    /** By the period's start, so that a replay of its payment finds the grant there. */
    private static String origin(UUID subscription, Instant periodStart) {
        return originOfAll(subscription) + ChronoUnit.MICROS.between(Instant.EPOCH, periodStart);
    }

    private static String originOfAll(UUID subscription) {
        return "subscription:" + subscription + ":";
    }
}
