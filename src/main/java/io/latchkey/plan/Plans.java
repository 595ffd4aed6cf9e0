package io.latchkey.plan;

import static io.latchkey.shared.Bindings.orNull;

import io.latchkey.shared.Clock;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;
import java.time.Period;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The plans of all sites, those no longer sold included. */
@Component
public class Plans {

    private static final String COLUMNS =
            "plan_id, kind, name, price_minor, currency, period, trial, tiers, unlocks_per_period,"
                    + " unlocks, valid_for, repeatable, sold";

    private final DatabaseClient database;
    private final Clock clock;

    Plans(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The plan; refuses with {@code unknown-plan}. */
    public Mono<Plan> get(SiteId site, PlanId id) {
        return database.sql("SELECT " + COLUMNS + " FROM plan WHERE site_id = :site AND plan_id = :plan")
                .bind("site", site.value())
                .bind("plan", id.value())
                .map(Row.to(Plans::plan))
                .one()
                .switchIfEmpty(Mono.error(PlanProblem.UNKNOWN_PLAN::problem));
    }

    /** The plan, if it can be bought; refuses with {@code unknown-plan} or {@code not-sold}. */
    public Mono<Plan> getSold(SiteId site, PlanId id) {
        return get(site, id).filter(Plan::sold).switchIfEmpty(Mono.error(PlanProblem.NOT_SOLD::problem));
    }

    /** What a site sells, cheapest first. */
    public Flux<Plan> sold(SiteId site) {
        return database.sql("SELECT "
                        + COLUMNS
                        + " FROM plan WHERE site_id = :site AND sold"
                        + " ORDER BY price_minor, plan_id")
                .bind("site", site.value())
                .map(Row.to(Plans::plan))
                .all();
    }

    /** Writes the plan; true when it is new. Refuses to change its kind. */
    Mono<Boolean> put(SiteId site, Plan plan) {
        return (switch (plan) {
                    case Plan.SubscriptionPlan s ->
                        written(site, s, "subscription")
                                .bind("period", s.period().toString())
                                .bind("trial", orNull(text(s.trial()), String.class))
                                .bind("tiers", s.tiers().toArray(String[]::new))
                                .bind("per_period", s.unlocksPerPeriod())
                                .bind("unlocks", orNull(null, Integer.class))
                                .bind("valid_for", orNull(null, String.class))
                                .bind("repeatable", false);
                    case Plan.PackPlan p ->
                        written(site, p, "pack")
                                .bind("period", orNull(null, String.class))
                                .bind("trial", orNull(null, String.class))
                                .bind("tiers", new String[0])
                                .bind("per_period", 0)
                                .bind("unlocks", p.unlocks())
                                .bind("valid_for", orNull(text(p.validFor()), String.class))
                                .bind("repeatable", p.repeatable());
                })
                .map(Row.to(row -> row.flag("added")))
                .one()
                .switchIfEmpty(Mono.error(PlanProblem.KIND_IS_FIXED::problem));
    }

    Mono<Void> stopSelling(SiteId site, PlanId id) {
        return database.sql("UPDATE plan SET sold = false WHERE site_id = :site AND plan_id = :plan")
                .bind("site", site.value())
                .bind("plan", id.value())
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows > 0)
                .switchIfEmpty(Mono.error(PlanProblem.UNKNOWN_PLAN::problem))
                .then();
    }

    private DatabaseClient.GenericExecuteSpec written(SiteId site, Plan plan, String kind) {
        return database.sql("""
            INSERT INTO plan AS p (site_id, plan_id, kind, name, price_minor, currency,
                period, trial, tiers, unlocks_per_period, unlocks, valid_for,
                repeatable, sold, created_at, updated_at)
            VALUES (:site, :plan, :kind, :name, :price, :currency, :period, :trial,
                :tiers, :per_period, :unlocks, :valid_for, :repeatable, true, :now,
                :now)
            ON CONFLICT (site_id, plan_id) DO UPDATE SET
                name = excluded.name, price_minor = excluded.price_minor,
                currency = excluded.currency, period = excluded.period,
                trial = excluded.trial, tiers = excluded.tiers,
                unlocks_per_period = excluded.unlocks_per_period,
                unlocks = excluded.unlocks, valid_for = excluded.valid_for,
                repeatable = excluded.repeatable,
                sold = true, updated_at = excluded.updated_at
            WHERE p.kind = excluded.kind
            RETURNING (xmax = 0) AS added
            """)
                .bind("site", site.value())
                .bind("plan", plan.id().value())
                .bind("kind", kind)
                .bind("name", plan.name())
                .bind("price", plan.price().amountMinor())
                .bind("currency", plan.price().currency())
                .bind("now", clock.now());
    }

    private static @Nullable String text(@Nullable Period period) {
        return period == null ? null : period.toString();
    }

    private static @Nullable Period period(@Nullable String text) {
        return text == null ? null : Period.parse(text);
    }

    private static Plan plan(Row row) {
        PlanId id = new PlanId(row.text("plan_id"));
        String name = row.text("name");
        Price price = new Price(row.number("price_minor"), row.text("currency"));
        boolean sold = row.flag("sold");
        if ("pack".equals(row.text("kind"))) {
            return new Plan.PackPlan(
                    id,
                    name,
                    price,
                    row.count("unlocks"),
                    period(row.optionalText("valid_for")),
                    row.flag("repeatable"),
                    sold);
        }
        return new Plan.SubscriptionPlan(
                id,
                name,
                price,
                Period.parse(row.text("period")),
                period(row.optionalText("trial")),
                row.texts("tiers"),
                row.count("unlocks_per_period"),
                sold);
    }
}
