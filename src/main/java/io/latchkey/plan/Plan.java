package io.latchkey.plan;

import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a site sells. */
public sealed interface Plan {

    /** The id that its site gave it. */
    PlanId id();

    /** What readers see it called. */
    String name();

    /** What it costs: each period, or once. */
    Price price();

    /** Whether it can be bought; a plan no longer sold goes on for those who have it. */
    boolean sold();

    /**
     * Access to tiers, paid by the period.
     *
     * @param period from one payment to the next
     * @param trial what the first time is free of charge; null for none
     * @param tiers what it opens
     * @param unlocksPerPeriod granted at the start of each period
     */
    record SubscriptionPlan(
            PlanId id,
            String name,
            Price price,
            Period period,
            @Nullable Period trial,
            List<String> tiers,
            int unlocksPerPeriod,
            boolean sold)
            implements Plan {}

    /**
     * A number of unlocks, paid once.
     *
     * @param unlocks how many
     * @param validFor how long after the purchase they can be used; null for ever
     * @param repeatable whether a reader can have it again where it costs nothing
     */
    record PackPlan(
            PlanId id,
            String name,
            Price price,
            int unlocks,
            @Nullable Period validFor,
            boolean repeatable,
            boolean sold)
            implements Plan {

        /** Whether a reader can have it only once. */
        public boolean once() {
            return price.free() && !repeatable;
        }
    }
}
