package io.latchkey.subscription;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Ids;
import io.latchkey.shared.Input;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What sites have announced to their subscribers. */
@Component
class PriceChanges {

    private static final String COLUMNS = """
        price_change_id, site_id, plan_id, price_minor, currency, effective_at, announced_at
        """;

    private final DatabaseClient database;
    private final Plans plans;
    private final Clock clock;

    PriceChanges(DatabaseClient database, Plans plans, Clock clock) {
        this.database = database;
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
        return database.sql("""
            INSERT INTO price_change (%s)
            VALUES (:id, :site, :plan, :price, :currency, :effective, :announced)
            ON CONFLICT (site_id, plan_id) DO UPDATE SET
                price_change_id = excluded.price_change_id,
                price_minor = excluded.price_minor,
                currency = excluded.currency,
                effective_at = excluded.effective_at,
                announced_at = excluded.announced_at
            """.formatted(COLUMNS))
                .bind("id", change.id())
                .bind("site", change.site().value())
                .bind("plan", change.plan().value())
                .bind("price", change.price().amountMinor())
                .bind("currency", change.price().currency())
                .bind("effective", change.effectiveAt())
                .bind("announced", change.announcedAt())
                .then();
    }

    Mono<PriceChange> get(SiteId site, PlanId plan) {
        return database.sql("SELECT %s FROM price_change WHERE site_id = :site AND plan_id = :plan".formatted(COLUMNS))
                .bind("site", site.value())
                .bind("plan", plan.value())
                .map(Row.to(PriceChanges::change))
                .one()
                .switchIfEmpty(Mono.error(SubscriptionProblem.NO_PRICE_CHANGE::problem));
    }

    /** Takes it back; refuses once readers may have been told. */
    Mono<Void> withdraw(SiteId site, PlanId plan) {
        return database.sql("""
            DELETE FROM price_change
            WHERE site_id = :site AND plan_id = :plan AND announced_at > :untold
            """)
                .bind("site", site.value())
                .bind("plan", plan.value())
                .bind("untold", clock.now().minus(PriceChange.SECOND_THOUGHTS))
                .fetch()
                .rowsUpdated()
                .filter(deleted -> deleted == 0)
                .flatMap(_ -> get(site, plan))
                .flatMap(_ -> Mono.error(SubscriptionProblem.SUBSCRIBERS_TOLD.problem()));
    }

    static PriceChange change(Row row) {
        return new PriceChange(
                row.id("price_change_id"),
                new SiteId(row.text("site_id")),
                new PlanId(row.text("plan_id")),
                new Price(row.number("price_minor"), row.text("currency")),
                row.instant("effective_at"),
                row.instant("announced_at"));
    }
}
