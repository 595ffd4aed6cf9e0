package io.latchkey.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.web.Input;
import io.latchkey.site.Tier;
import java.time.Period;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A plan as the contract writes it, both ways: one shape whose {@code kind} says what belongs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PlanBody(
        @Nullable PlanId id,
        String kind,
        String name,
        Price price,
        @Nullable String period,
        @Nullable String trial,
        @Nullable List<@Nullable String> tiers,
        @Nullable Integer unlocksPerPeriod,
        @Nullable Integer unlocks,
        @Nullable String validFor,
        @Nullable Boolean repeatable,
        @Nullable Boolean sold) {

    private static final String SUBSCRIPTION = "subscription";
    private static final String PACK = "pack";
    private static final Set<String> KINDS = Set.of(SUBSCRIPTION, PACK);
    private static final int MOST_UNLOCKS = 1_000_000;

    PlanBody {
        Input.word("kind", kind, KINDS);
        Input.text("name", name, 200);
        Input.present("price", price);
    }

    /** Answers with what a plan is; id and sold are for reading only. */
    static PlanBody of(Plan plan) {
        return switch (plan) {
            case Plan.SubscriptionPlan s ->
                new PlanBody(
                        s.id(),
                        SUBSCRIPTION,
                        s.name(),
                        s.price(),
                        s.period().toString(),
                        s.trial() == null ? null : s.trial().toString(),
                        List.copyOf(s.tiers()),
                        s.unlocksPerPeriod(),
                        null,
                        null,
                        null,
                        s.sold());
            case Plan.PackPlan p ->
                new PlanBody(
                        p.id(),
                        PACK,
                        p.name(),
                        p.price(),
                        null,
                        null,
                        null,
                        null,
                        p.unlocks(),
                        p.validFor() == null ? null : p.validFor().toString(),
                        p.repeatable() ? true : null,
                        p.sold());
        };
    }

    /** The plan that this body describes; refuses members of the other kind. */
    Plan named(PlanId planId) {
        if (sold != null || (id != null && !id.equals(planId))) {
            throw Input.refused(sold != null ? "sold" : "id", "is not yours to set here");
        }
        var _ = Price.asked(price.amountMinor(), price.currency(), 0);
        return SUBSCRIPTION.equals(kind) ? subscription(planId) : pack(planId);
    }

    private Plan subscription(PlanId planId) {
        refuse("unlocks", unlocks);
        refuse("validFor", validFor);
        refuse("repeatable", repeatable);
        List<String> names = Input.list("tiers", tiers, 20).stream()
                .map(tier -> Tier.named("tiers", tier))
                .distinct()
                .toList();
        return new Plan.SubscriptionPlan(
                planId,
                name,
                price,
                Input.period("period", period),
                trial == null ? null : Input.period("trial", trial),
                tiers == null ? List.of(Tier.STANDARD) : names,
                unlocksPerPeriod == null ? 0 : Input.count("unlocksPerPeriod", unlocksPerPeriod, 0, MOST_UNLOCKS),
                true);
    }

    private Plan pack(PlanId planId) {
        refuse("period", period);
        refuse("trial", trial);
        refuse("tiers", tiers);
        refuse("unlocksPerPeriod", unlocksPerPeriod);
        Period valid = validFor == null ? null : Input.period("validFor", validFor);
        return new Plan.PackPlan(
                planId,
                name,
                price,
                Input.count("unlocks", unlocks, 1, MOST_UNLOCKS),
                valid,
                Boolean.TRUE.equals(repeatable),
                true);
    }

    private void refuse(String member, @Nullable Object value) {
        if (value != null) {
            throw foreign(member);
        }
    }

    private Problem foreign(String member) {
        return Input.refused(member, "does not belong to a plan of kind " + kind);
    }
}
