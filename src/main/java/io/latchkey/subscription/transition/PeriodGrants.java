package io.latchkey.subscription.transition;

import io.latchkey.metering.GrantSource;
import io.latchkey.metering.Grants;
import io.latchkey.subscription.billing.Proration;
import io.latchkey.subscription.state.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The unlocks that come with a subscription's periods. */
@Component
class PeriodGrants {

    private final Grants grants;

    PeriodGrants(Grants grants) {
        this.grants = grants;
    }

    /** The unlocks of the period that begins then, once, and no longer than it lasts. */
    Mono<Void> give(Subscription period, Instant start, int unlocks) {
        return unlocks == 0
                ? Mono.empty()
                : grants.giveOnce(
                                period.reader(),
                                GrantSource.PLAN,
                                unlocks,
                                period.periodEnd(),
                                origin(period.id(), start))
                        .then();
    }

    /** A better plan within the period: as much more as the rest of the period is of it. */
    Mono<Void> raise(Subscription period, int before, int after, Instant now) {
        int more = share(period, after - before, now);
        return more <= 0
                ? Mono.empty()
                : grants.giveOrAdd(
                        period.reader(),
                        GrantSource.PLAN,
                        more,
                        period.periodEnd(),
                        origin(period.id(), period.periodStart()));
    }

    /** Of unlocks for a whole period those for its rest, a half in the reader's favour. */
    static int share(Subscription period, int unlocks, Instant now) {
        return Math.toIntExact(Proration.rest(unlocks, period.periodStart(), period.periodEnd(), now));
    }

    /** Another subscription goes on with the period of one that ended before it was over. */
    Mono<Void> handOver(Subscription former, Subscription again) {
        return grants.handOver(
                again.reader(),
                origin(former.id(), former.periodStart()),
                origin(again.id(), again.periodStart()),
                again.periodEnd());
    }

    /**
     * The unlocks of a period last as long as it does, also when a pause let it end later.
     *
     * @param pausedAt when the pause began
     * @param pause how long it was
     */
    Mono<Void> prolong(Subscription period, Instant pausedAt, Duration pause) {
        return grants.prolong(period.reader(), originOfAll(period.id()), pausedAt, pausedAt.plus(pause));
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
