package io.latchkey.subscription.change;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.database.Rows;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.Input;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.state.SubscriptionProblem;
import java.time.Instant;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What sites have announced to their subscribers. */
@Component
class PriceChanges {

    private final R2dbcEntityTemplate rows;
    private final Plans plans;
    private final Clock clock;

    PriceChanges(R2dbcEntityTemplate rows, Plans plans, Clock clock) {
        this.rows = rows;
        this.plans = plans;
        this.clock = clock;
    }

    /** Announces; a former announcement of the plan is forgotten, and readers are told anew. */
    Mono<PriceChange> announce(SiteId site, PlanId plan, Price price, Instant effectiveAt) {
        PriceChange change = new PriceChange(Ids.next(), site, plan, price, effectiveAt, clock.now());
        return plans.get(site, plan)
                .doOnNext(of -> {
                    if (!(of instanceof SubscriptionPlan)) {
                        throw SubscriptionProblem.PACKS_ARE_PAID_ONCE.problem();
                    }
                    if (!of.price().currency().equals(price.currency())) {
                        throw Input.refused("currency", "must be the plan's currency");
                    }
                })
                .then(save(change))
                .thenReturn(change);
    }

    private Mono<Void> save(PriceChange change) {
        return rows.getDatabaseClient()
                .sql("""
                    INSERT INTO price_change (price_change_id, site_id, plan_id, price_minor,
                        currency, effective_at, announced_at)
                    VALUES (:price_change_id, :site_id, :plan_id, :price_minor, :currency,
                        :effective_at, :announced_at)
                    ON CONFLICT (site_id, plan_id) DO UPDATE SET
                        price_change_id = excluded.price_change_id,
                        price_minor = excluded.price_minor,
                        currency = excluded.currency,
                        effective_at = excluded.effective_at,
                        announced_at = excluded.announced_at
                    """)
                .bindValues(Rows.parameters(rows, change))
                .then();
    }

    Mono<PriceChange> get(SiteId site, PlanId plan) {
        return rows.selectOne(query(of(site, plan)), PriceChange.class)
                .switchIfEmpty(Mono.error(SubscriptionProblem.NO_PRICE_CHANGE::problem));
    }

    /** Takes it back; refuses once readers may have been told. */
    Mono<Void> withdraw(SiteId site, PlanId plan) {
        Instant untold = clock.now().minus(PriceChange.SECOND_THOUGHTS);
        return rows.delete(query(of(site, plan).and("announcedAt").greaterThan(untold)), PriceChange.class)
                .filter(deleted -> deleted == 0)
                .flatMap(_ -> get(site, plan))
                .flatMap(_ -> Mono.error(SubscriptionProblem.SUBSCRIBERS_TOLD.problem()));
    }

    /** When the next announcement is to be told, if any is by the given time. */
    Mono<Instant> nextTold(Instant by) {
        return rows.getDatabaseClient()
                .sql("""
                    SELECT announced_at FROM price_change
                    WHERE announced_at > :told AND announced_at <= :by
                    ORDER BY announced_at LIMIT 1
                    """)
                .bind("told", clock.now().minus(PriceChange.SECOND_THOUGHTS))
                .bind("by", by.minus(PriceChange.SECOND_THOUGHTS))
                .mapValue(Instant.class)
                .one()
                .map(announced -> announced.plus(PriceChange.SECOND_THOUGHTS));
    }

    private static Criteria of(SiteId site, PlanId plan) {
        return where("site").is(site).and("plan").is(plan);
    }
}
