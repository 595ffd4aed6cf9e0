package io.latchkey.payment.checkout;

import io.latchkey.plan.Plan;
import io.latchkey.plan.Plan.PackPlan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;

/**
 * What a checkout promises beside its price, as the plan was when it was opened: who pays on it has
 * that, whatever the site has made of the plan since.
 *
 * @param name what the reader sees
 * @param period from one payment to the next; null for a pack
 * @param tiers what it opens; none for a pack
 * @param unlocks with the first period, or of the pack
 * @param validFor how long a pack can be used; null for ever
 */
public record Offer(
        @Column("plan_name") String name,
        @Nullable Period period,
        List<String> tiers,
        int unlocks,
        @Nullable Period validFor) {

    static Offer of(Plan plan) {
        return switch (plan) {
            case SubscriptionPlan it -> new Offer(it.name(), it.period(), it.tiers(), it.unlocksPerPeriod(), null);
            case PackPlan it -> new Offer(it.name(), null, List.of(), it.unlocks(), it.validFor());
        };
    }
}
