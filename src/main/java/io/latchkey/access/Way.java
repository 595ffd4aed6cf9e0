package io.latchkey.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.access.Standing.Membership;
import io.latchkey.article.AccessLevel;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Plan.PackPlan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.subscription.state.PlanPath;
import io.latchkey.subscription.state.Running;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that would open the article.
 *
 * @param plans which plans would, cheapest first; with {@code sign-in} those that can be bought
 *     then; null where none is chosen
 * @param thenPlans which plans the subscription is to be changed to afterwards, as {@code
 *     change-plan} offers then; null where it opens the article as it is
 * @param opensAt when it opens by that; null for at once
 */
record Way(
        Kind kind,
        @Nullable List<PlanId> plans,
        @Nullable List<PlanId> thenPlans,
        @Nullable Instant opensAt) {

    /** The kinds of ways. */
    enum Kind {
        SIGN_IN,
        READ,
        UNLOCK,
        SUBSCRIBE,
        CHANGE_PLAN,
        BUY_PACK,
        UPDATE_PAYMENT,
        RESUME,
        UNDO;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static Way now(Kind kind, @Nullable List<PlanId> plans) {
        return new Way(kind, plans, null, null);
    }

    /** What would open the article to this reader, best first: what costs least is best. */
    static List<Way> into(Standing reader, List<Plan> sold) {
        Standing.Asked article = reader.article();
        if (article == null || Decision.decide(reader).granted()) {
            return List.of();
        }
        List<Way> ways = new ArrayList<>();
        if (article.access() == AccessLevel.METERED && reader.meter().left() > 0) {
            ways.add(now(Kind.READ, null));
        }
        if (article.access().takesUnlocks() && reader.unlockLeft() > 0) {
            ways.add(now(Kind.UNLOCK, null));
        }
        if (reader.anonymous()) {
            // Nothing is sold to nobody: what would open it is bought after that.
            ways.add(now(Kind.SIGN_IN, afterSigningIn(article, sold)));
            return List.copyOf(ways);
        }
        if (article.access() != AccessLevel.REGISTERED) {
            ways.addAll(throughPlans(reader, article, sold));
            addPacks(ways, reader, article, sold);
        }
        return List.copyOf(ways);
    }

    private static @Nullable List<PlanId> afterSigningIn(Standing.Asked article, List<Plan> sold) {
        List<PlanId> plans =
                sold.stream().filter(plan -> opens(plan, article)).map(Plan::id).toList();
        return plans.isEmpty() ? null : plans;
    }

    private static boolean opens(Plan plan, Standing.Asked article) {
        return switch (plan) {
            case SubscriptionPlan it ->
                article.access() != AccessLevel.REGISTERED && it.tiers().contains(article.tier());
            case PackPlan _ -> article.access().takesUnlocks();
        };
    }

    private static List<Way> throughPlans(Standing reader, Standing.Asked article, List<Plan> sold) {
        List<SubscriptionPlan> opening = sold.stream()
                .filter(SubscriptionPlan.class::isInstance)
                .map(SubscriptionPlan.class::cast)
                .filter(plan -> opens(plan, article))
                .toList();
        Membership membership = reader.membership();
        return membership == null
                ? either(Kind.SUBSCRIBE, opening, null)
                : through(membership.running(), membership.covers(article.tier()), opening, reader.now());
    }

    /**
     * What leads in from a subscription as it runs.
     *
     * @param covers whether its own plan opens the article while it is paid for
     */
    private static List<Way> through(Running running, boolean covers, List<SubscriptionPlan> opening, Instant now) {
        List<Way> ways = new ArrayList<>(steps(running, covers, opening, now));
        // Nobody is sold what their own subscription opens, once it goes on.
        if (covers && !ways.isEmpty()) {
            return ways;
        }
        ways.addAll(either(Kind.SUBSCRIBE, by(PlanPath.BUYING, running, opening), null));
        if (!covers) {
            ways.addAll(changes(running, opening, now));
        }
        return ways;
    }

    private static List<Way> changes(Running running, List<SubscriptionPlan> opening, Instant now) {
        List<Way> ways = new ArrayList<>(either(Kind.CHANGE_PLAN, by(PlanPath.AT_ONCE, running, opening), null));
        Instant renewal = running.nextPeriodAt();
        if (renewal != null && renewal.isAfter(now)) {
            ways.addAll(either(Kind.CHANGE_PLAN, by(PlanPath.AT_RENEWAL, running, opening), renewal));
        }
        return ways;
    }

    /** What its reader does first where it stands still, and the soonest of what leads in then. */
    private static List<Way> steps(Running running, boolean covers, List<SubscriptionPlan> opening, Instant now) {
        if (running.payable()) {
            // When the next period ends is known once this one is paid.
            return first(Kind.UPDATE_PAYMENT, running.paid(), covers, opening, now).stream()
                    .filter(way -> way.opensAt() == null)
                    .toList();
        }
        if (running.resumable()) {
            return first(Kind.RESUME, running.resumed(now), covers, opening, now);
        }
        return running.undoable(now) ? first(Kind.UNDO, running.undone(now), covers, opening, now) : List.of();
    }

    private static List<Way> first(
            Kind kind, Running then, boolean covers, List<SubscriptionPlan> opening, Instant now) {
        if (covers && then.goesOn()) {
            return List.of(now(kind, null));
        }
        List<Way> next = new ArrayList<>(steps(then, covers, opening, now));
        next.addAll(changes(then, opening, now));
        return next.stream()
                .map(way -> new Way(kind, null, way.plans() == null ? way.thenPlans() : way.plans(), way.opensAt()))
                .limit(1)
                .toList();
    }

    private static List<SubscriptionPlan> by(PlanPath path, Running running, List<SubscriptionPlan> plans) {
        return plans.stream().filter(plan -> running.pathTo(plan) == path).toList();
    }

    private static List<Way> either(Kind kind, List<SubscriptionPlan> plans, @Nullable Instant opensAt) {
        return plans.isEmpty()
                ? List.of()
                : List.of(new Way(kind, plans.stream().map(Plan::id).toList(), null, opensAt));
    }

    private static void addPacks(List<Way> ways, Standing reader, Standing.Asked article, List<Plan> sold) {
        List<PlanId> packs = sold.stream()
                .filter(PackPlan.class::isInstance)
                .map(PackPlan.class::cast)
                .filter(pack -> opens(pack, article))
                .filter(pack ->
                        !pack.once() || !reader.freePacks().contains(pack.id().value()))
                .map(Plan::id)
                .toList();
        if (!packs.isEmpty()) {
            ways.add(now(Kind.BUY_PACK, packs));
        }
    }
}
