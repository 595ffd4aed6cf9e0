package io.latchkey.lifecycle;

import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.transition.SubscriptionRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The unlocks of a reader's periods: one grant for each period, as the tables keep them. */
final class GrantBook {

    private final Map<Period, Grant> grants = new LinkedHashMap<>();
    private final Map<Period, Integer> spent = new HashMap<>();

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

    /** Another goes on with the period under way of one that made way, and with what is spent of it. */
    void handOver(Subscription from, Subscription to) {
        Grant given = grants.remove(period(from));
        if (given != null) {
            grants.put(period(to), new Grant(given.amount(), to.periodEnd()));
            spent.put(period(to), spent.getOrDefault(period(from), 0));
        }
    }

    /** An unlock from the grant that ends first; false when none is left. */
    boolean spend(Instant now) {
        return grants.keySet().stream()
                .filter(period -> left(period, now) > 0)
                .min(Comparator.comparing(period -> grant(period).until()))
                .map(period -> spent.merge(period, 1, Integer::sum))
                .isPresent();
    }

    /** How many unlocks are left in all. */
    int left(Instant now) {
        return grants.keySet().stream().mapToInt(period -> left(period, now)).sum();
    }

    private int left(Period period, Instant now) {
        Grant grant = grant(period);
        return grant.until().isAfter(now) ? grant.amount() - spent.getOrDefault(period, 0) : 0;
    }

    private Grant grant(Period period) {
        return Objects.requireNonNull(grants.get(period));
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
