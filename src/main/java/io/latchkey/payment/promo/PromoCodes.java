package io.latchkey.payment.promo;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.shared.database.Rows;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The promo codes of all sites, those that are over included. */
@Component
class PromoCodes {

    private final R2dbcEntityTemplate rows;
    private final Clock clock;

    PromoCodes(R2dbcEntityTemplate rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /** The code; refuses with {@code unknown-promo-code}. */
    Mono<PromoCode> get(SiteId site, PromoCodeId id) {
        return rows.selectOne(query(where("site").is(site).and("id").is(id)), PromoCodeRow.class)
                .map(PromoCodeRow::code)
                .switchIfEmpty(Mono.error(PromoProblem.UNKNOWN_PROMO_CODE::problem));
    }

    /**
     * Writes the code; true when it is new. Refuses a limit below what is taken already: who began
     * a checkout with it keeps it.
     */
    Mono<Boolean> put(SiteId site, PromoCode code) {
        return rows.getDatabaseClient()
                .sql("""
                    INSERT INTO promo_code AS p (site_id, code, percent, amount_minor, currency,
                        payments, plans, redemptions, taken, expires_at, created_at, updated_at)
                    VALUES (:site_id, :code, :percent, :amount_minor, :currency, :payments,
                        :plans, :redemptions, 0, :expires_at, :now, :now)
                    ON CONFLICT (site_id, code) DO UPDATE SET
                        percent = excluded.percent, amount_minor = excluded.amount_minor,
                        currency = excluded.currency, payments = excluded.payments,
                        plans = excluded.plans, redemptions = excluded.redemptions,
                        expires_at = excluded.expires_at, updated_at = excluded.updated_at
                    WHERE excluded.redemptions IS NULL OR excluded.redemptions >= p.taken
                    RETURNING (xmax = 0) AS added
                    """)
                .bindValues(Rows.parameters(rows, PromoCodeRow.of(site, code)))
                .bind("now", clock.now())
                .mapValue(Boolean.class)
                .one()
                .switchIfEmpty(Mono.error(PromoProblem.PROMO_CODE_LIMIT_TOO_LOW::problem));
    }

    /** From now on nobody begins with it; refuses with {@code unknown-promo-code}. */
    Mono<Void> end(SiteId site, PromoCodeId id) {
        return keyed("""
            UPDATE promo_code SET expires_at = least(expires_at, :now), updated_at = :now
            WHERE site_id = :site AND code = :code
            """, site, id)
                .bind("now", clock.now())
                .fetch()
                .rowsUpdated()
                .filter(met -> met > 0)
                .switchIfEmpty(Mono.error(PromoProblem.UNKNOWN_PROMO_CODE::problem))
                .then();
    }

    /** Counts one more, while there is room; false when there is none. */
    Mono<Boolean> take(SiteId site, PromoCodeId id) {
        return keyed("""
            UPDATE promo_code SET taken = taken + 1
            WHERE site_id = :site AND code = :code
                AND (redemptions IS NULL OR taken < redemptions)
            """, site, id).fetch().rowsUpdated().map(met -> met > 0);
    }

    /** Whether there is room for one more. */
    Mono<Boolean> hasRoom(SiteId site, PromoCodeId id) {
        return keyed("""
            SELECT redemptions IS NULL OR taken < redemptions FROM promo_code
            WHERE site_id = :site AND code = :code
            """, site, id).mapValue(Boolean.class).one();
    }

    /** Counts so many less. */
    Mono<Void> giveBack(SiteId site, PromoCodeId id, long count) {
        return Rows.met(keyed("""
            UPDATE promo_code SET taken = taken - :count
            WHERE site_id = :site AND code = :code
            """, site, id).bind("count", count).fetch().rowsUpdated());
    }

    private GenericExecuteSpec keyed(String sql, SiteId site, PromoCodeId id) {
        return rows.getDatabaseClient().sql(sql).bind("site", site.value()).bind("code", id.value());
    }
}
