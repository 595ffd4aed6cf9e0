package io.latchkey.access;

import com.fasterxml.jackson.annotation.JsonValue;

import io.latchkey.article.AccessLevel;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Plan.PackPlan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.subscription.SubscriptionStatus.Action;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something that would open the article.
 *
 * @param plans which plans would, cheapest first; with {@code sign-in} those that can be bought
 *     then; null where none is chosen
 */
record Way(Kind kind, @Nullable List<PlanId> plans) {

    /** The kinds of ways. */
    enum Kind {
        SIGN_IN,
        READ,
        UNLOCK,
        SUBSCRIBE,
        CHANGE_PLAN,
        BUY_PACK,
        UPDATE_PAYMENT;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What would open the article to this reader, best first: what costs least is best. */
    static List<Way> into(Standing reader, List<Plan> sold) {
        Standing.Asked article = reader.article();
        if (article == null || Decision.decide(reader).granted()) {
            return List.of();
        }
        List<Way> ways = new ArrayList<>();
        if (article.access() == AccessLevel.METERED && reader.meter().left() > 0) {
            ways.add(new Way(Kind.READ, null));
        }
        if (article.access().takesUnlocks() && reader.unlockLeft() > 0) {
            ways.add(new Way(Kind.UNLOCK, null));
        }
        if (reader.anonymous()) {
            // Nothing is sold to nobody: what would open it is bought after that.
            ways.add(new Way(Kind.SIGN_IN, afterSigningIn(article, sold)));
            return List.copyOf(ways);
        }
        if (Decision.pastDue(reader, article.tier())) {
            ways.add(new Way(Kind.UPDATE_PAYMENT, null));
        }
        if (article.access() != AccessLevel.REGISTERED) {
            addPlans(ways, reader, article, sold);
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
                    article.access() != AccessLevel.REGISTERED
                            && it.tiers().contains(article.tier());
            case PackPlan _ -> article.access().takesUnlocks();
        };
    }

    private static void addPlans(
            List<Way> ways, Standing reader, Standing.Asked article, List<Plan> sold) {
        Standing.Membership membership = reader.membership();
        boolean coveredAlready = membership != null && membership.covers(article.tier());
        List<PlanId> opening =
                sold.stream()
                        .filter(SubscriptionPlan.class::isInstance)
                        .filter(plan -> opens(plan, article))
                        .map(Plan::id)
                        .toList();
        if (!opening.isEmpty() && !coveredAlready) {
            addPlan(ways, membership, opening);
        }
        addPacks(ways, article, sold);
    }

    /** A subscription that is canceled or paused can neither be changed nor bought beside. */
    private static void addPlan(
            List<Way> ways, Standing.@Nullable Membership membership, List<PlanId> opening) {
        if (membership == null) {
            ways.add(new Way(Kind.SUBSCRIBE, opening));
        } else if (membership.status().allows(Action.CHANGE_PLAN)) {
            ways.add(new Way(Kind.CHANGE_PLAN, opening));
        }
    }

    private static void addPacks(List<Way> ways, Standing.Asked article, List<Plan> sold) {
        List<PlanId> packs =
                sold.stream()
                        .filter(PackPlan.class::isInstance)
                        .filter(plan -> opens(plan, article))
                        .map(Plan::id)
                        .toList();
        if (!packs.isEmpty()) {
            ways.add(new Way(Kind.BUY_PACK, packs));
        }
    }
}
