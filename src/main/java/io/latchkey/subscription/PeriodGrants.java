package io.latchkey.subscription;

import io.latchkey.metering.GrantSource;
import io.latchkey.metering.Grants;
import io.latchkey.plan.Plan.SubscriptionPlan;

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
        return plan.unlocksPerPeriod() == 0
                ? Mono.empty()
                : grants.giveOnce(
                        period.reader(),
                        GrantSource.PLAN,
                        plan.unlocksPerPeriod(),
                        period.paidUntil(),
                        origin(period));
    }

    /** A better plan within the period: its unlocks instead, those spent already included. */
    Mono<Void> raise(Subscription period, SubscriptionPlan plan) {
        return give(period, plan)
                .then(grants.raise(period.reader(), origin(period), plan.unlocksPerPeriod()));
    }

    /** The unlocks of a period last as long as it does, also when it ends later than planned. */
    Mono<Void> prolong(Subscription period) {
        return grants.moveEnd(period.reader(), origin(period), period.paidUntil());
    }

    /** Those of all its periods end. */
    Mono<Void> end(Subscription subscription, Instant now) {
        return grants.endFrom(subscription.reader(), originOfAll(subscription.id()), now);
    }

    /** By the period's start, so that a replay of its payment finds the grant there. */
    private static String origin(Subscription period) {
        return originOfAll(period.id())
                + ChronoUnit.MICROS.between(Instant.EPOCH, period.periodStart());
    }

    private static String originOfAll(UUID subscription) {
        return "subscription:" + subscription + ":";
    }
}
