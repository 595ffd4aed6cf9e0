package io.latchkey.lifecycle;

import io.latchkey.subscription.Subscription;
import io.latchkey.subscription.SubscriptionRules;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The unlocks of a reader's periods: one grant for each period, as the tables keep them. */
final class GrantBook {

    private final Map<Period, Grant> grants = new LinkedHashMap<>();

    /** Names a period. */
    record Period(UUID subscription, Instant start) {}

    record Grant(int amount, Instant until) {}

    Map<Period, Grant> all() {
        return grants;
    }

    void give(Subscription of) {
        give(of, of.periodStart());
    }

    void give(Subscription of, Instant start) {
        grants.putIfAbsent(new Period(of.id(), start), new Grant(unlocks(of), of.periodEnd()));
    }

    void raise(Subscription before, Subscription of, Instant now) {
        int more = SubscriptionRules.share(of, unlocks(of) - unlocks(before), now);
        if (more > 0) {
            grants.merge(
                    period(of),
                    new Grant(more, of.periodEnd()),
                    (old, added) -> new Grant(old.amount() + added.amount(), old.until()));
        }
    }

    /** The time of a pause comes back. */
    void prolong(Subscription before, Instant now) {
        Instant from = before.pausedAt();
        if (from != null) {
            grants.replaceAll((period, grant) ->
                    period.subscription().equals(before.id()) && grant.until().isAfter(from)
                            ? new Grant(grant.amount(), grant.until().plus(Duration.between(from, now)))
                            : grant);
        }
    }

    /** Another goes on with the period under way of one that made way. */
    void handOver(Subscription from, Subscription to) {
        Grant given = grants.remove(period(from));
        if (given != null) {
            grants.put(period(to), new Grant(given.amount(), to.periodEnd()));
        }
    }

    void end(Subscription of, Instant now) {
        grants.replaceAll((period, grant) ->
                period.subscription().equals(of.id()) && grant.until().isAfter(now)
                        ? new Grant(grant.amount(), now)
                        : grant);
    }

    private static Period period(Subscription of) {
        return new Period(of.id(), of.periodStart());
    }

    private static int unlocks(Subscription of) {
        return Tariff.of(of.plan()).unlocks;
    }
}
