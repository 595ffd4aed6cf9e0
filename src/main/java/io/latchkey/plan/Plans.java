package io.latchkey.plan;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.shared.database.Rows;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import org.springframework.data.domain.Sort;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.query.Query;
import org.springframework.data.relational.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The plans of all sites, those no longer sold included. */
@Component
public class Plans {

    private static final Sort CHEAPEST_FIRST = Sort.by("price.amountMinor", "id");

    private final R2dbcEntityTemplate rows;
    private final PlanLimits limits;
    private final Clock clock;

    Plans(R2dbcEntityTemplate rows, PlanLimits limits, Clock clock) {
        this.rows = rows;
        this.limits = limits;
        this.clock = clock;
    }

    /** The plan; refuses with {@code unknown-plan}. */
    public Mono<Plan> get(SiteId site, PlanId id) {
        return rows.selectOne(keyed(site, id), PlanRow.class)
                .map(PlanRow::plan)
                .switchIfEmpty(Mono.error(PlanProblem.UNKNOWN_PLAN::problem));
    }

    /** The plan, if it can be bought; refuses with {@code unknown-plan} or {@code not-sold}. */
    public Mono<Plan> getSold(SiteId site, PlanId id) {
        return get(site, id).filter(Plan::sold).switchIfEmpty(Mono.error(PlanProblem.NOT_SOLD::problem));
    }

    /** What a site sells, cheapest first. */
    public Flux<Plan> sold(SiteId site) {
        Query sold = query(where("site").is(site).and("sold").isTrue());
        return rows.select(sold.sort(CHEAPEST_FIRST), PlanRow.class).map(PlanRow::plan);
    }

    /**
     * Writes the plan; true when it is new. Refuses to change its kind, and what could not be
     * billed.
     */
    Mono<Boolean> put(SiteId site, Plan plan) {
        return limits.refusal(plan)
                .map(why -> Mono.<Boolean>error(PlanProblem.NOT_BILLABLE.because(why)))
                .orElseGet(() -> write(site, plan));
    }

    private Mono<Boolean> write(SiteId site, Plan plan) {
        return rows.getDatabaseClient()
                .sql("""
                    INSERT INTO plan AS p (site_id, plan_id, kind, name, price_minor, currency,
                        period, trial, tiers, unlocks_per_period, unlocks, valid_for,
                        repeatable, sold, created_at, updated_at)
                    VALUES (:site_id, :plan_id, :kind, :name, :price_minor, :currency, :period,
                        :trial, :tiers, :unlocks_per_period, :unlocks, :valid_for,
                        :repeatable, :sold, :now, :now)
                    ON CONFLICT (site_id, plan_id) DO UPDATE SET
                        name = excluded.name, price_minor = excluded.price_minor,
                        currency = excluded.currency, period = excluded.period,
                        trial = excluded.trial, tiers = excluded.tiers,
                        unlocks_per_period = excluded.unlocks_per_period,
                        unlocks = excluded.unlocks, valid_for = excluded.valid_for,
                        repeatable = excluded.repeatable,
                        sold = excluded.sold, updated_at = excluded.updated_at
                    WHERE p.kind = excluded.kind
                    RETURNING (xmax = 0) AS added
                    """)
                .bindValues(Rows.parameters(rows, PlanRow.of(site, plan)))
                .bind("now", clock.now())
                .mapValue(Boolean.class)
                .one()
                .switchIfEmpty(Mono.error(PlanProblem.KIND_IS_FIXED::problem));
    }

    Mono<Void> stopSelling(SiteId site, PlanId id) {
        return rows.update(keyed(site, id), Update.update("sold", false), PlanRow.class)
                .filter(met -> met > 0)
                .switchIfEmpty(Mono.error(PlanProblem.UNKNOWN_PLAN::problem))
                .then();
    }

    private static Query keyed(SiteId site, PlanId id) {
        return query(where("site").is(site).and("id").is(id));
    }
}
