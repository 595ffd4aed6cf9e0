package io.latchkey.plan;

import io.latchkey.plan.Plan.PackPlan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.site.SiteId;
import java.time.Period;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;

/** A plan of either kind as it is stored; what the other kind has is null, or none. */
@Table("plan")
record PlanRow(
        @Column("site_id") SiteId site,
        @Column("plan_id") PlanId id,
        String kind,
        String name,
        @Embedded.Empty Price price,
        @Nullable Period period,
        @Nullable Period trial,
        List<String> tiers,
        int unlocksPerPeriod,
        @Nullable Integer unlocks,
        @Nullable Period validFor,
        boolean repeatable,
        boolean sold) {

    private static final String PACK = "pack";

    static PlanRow of(SiteId site, Plan plan) {
        return switch (plan) {
            case SubscriptionPlan it ->
                new PlanRow(
                        site,
                        it.id(),
                        "subscription",
                        it.name(),
                        it.price(),
                        it.period(),
                        it.trial(),
                        it.tiers(),
                        it.unlocksPerPeriod(),
                        null,
                        null,
                        false,
                        it.sold());
            case PackPlan it ->
                new PlanRow(
                        site,
                        it.id(),
                        PACK,
                        it.name(),
                        it.price(),
                        null,
                        null,
                        List.of(),
                        0,
                        it.unlocks(),
                        it.validFor(),
                        it.repeatable(),
                        it.sold());
        };
    }

    Plan plan() {
        return kind.equals(PACK)
                ? new PackPlan(id, name, price, Objects.requireNonNull(unlocks), validFor, repeatable, sold)
                : new SubscriptionPlan(
                        id, name, price, Objects.requireNonNull(period), trial, tiers, unlocksPerPeriod, sold);
    }
}
