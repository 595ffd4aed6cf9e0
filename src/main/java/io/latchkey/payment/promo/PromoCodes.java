package io.latchkey.payment.promo;

import static io.latchkey.shared.Bindings.orNull;

import io.latchkey.payment.promo.PromoCode.Off;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The promo codes of all sites, those that are over included. */
@Component
class PromoCodes {

    private final DatabaseClient database;
    private final Clock clock;

    PromoCodes(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The code; refuses with {@code unknown-promo-code}. */
    Mono<PromoCode> get(SiteId site, PromoCodeId id) {
        return database.sql("""
            SELECT code, percent, amount_minor, currency, payments, plans, redemptions,
                expires_at
            FROM promo_code WHERE site_id = :site AND code = :code
            """)
                .bind("site", site.value())
                .bind("code", id.value())
                .map(Row.to(PromoCodes::code))
                .one()
                .switchIfEmpty(Mono.error(PromoProblem.UNKNOWN_PROMO_CODE::problem));
    }

    /**
     * Writes the code; true when it is new. Refuses a limit below what is taken already: who began
     * a checkout with it keeps it.
     */
    Mono<Boolean> put(SiteId site, PromoCode code) {
        return database.sql("""
            INSERT INTO promo_code AS p (site_id, code, percent, amount_minor, currency,
                payments, plans, redemptions, taken, expires_at, created_at, updated_at)
            VALUES (:site, :code, :percent, :amount, :currency, :payments, :plans,
                :redemptions, 0, :expires, :now, :now)
            ON CONFLICT (site_id, code) DO UPDATE SET
                percent = excluded.percent, amount_minor = excluded.amount_minor,
                currency = excluded.currency, payments = excluded.payments,
                plans = excluded.plans, redemptions = excluded.redemptions,
                expires_at = excluded.expires_at, updated_at = excluded.updated_at
            WHERE excluded.redemptions IS NULL OR excluded.redemptions >= p.taken
            RETURNING (xmax = 0) AS added
            """)
                .bind("site", site.value())
                .bind("code", code.id().value())
                .bind("percent", orNull(code.off() instanceof Off.Percent off ? off.percent() : null, Integer.class))
                .bind(
                        "amount",
                        orNull(
                                code.off() instanceof Off.Amount off
                                        ? off.amount().amountMinor()
                                        : null,
                                Long.class))
                .bind(
                        "currency",
                        orNull(
                                code.off() instanceof Off.Amount off
                                        ? off.amount().currency()
                                        : null,
                                String.class))
                .bind("payments", orNull(code.payments(), Integer.class))
                .bind("plans", code.plans().stream().map(PlanId::value).toArray(String[]::new))
                .bind("redemptions", orNull(code.redemptions(), Integer.class))
                .bind("expires", orNull(code.expiresAt(), Instant.class))
                .bind("now", clock.now())
                .mapValue(Boolean.class)
                .one()
                .switchIfEmpty(Mono.error(PromoProblem.PROMO_CODE_LIMIT_TOO_LOW::problem));
    }

    /** From now on nobody begins with it; refuses with {@code unknown-promo-code}. */
    Mono<Void> end(SiteId site, PromoCodeId id) {
        return database.sql("""
            UPDATE promo_code SET expires_at = least(expires_at, :now), updated_at = :now
            WHERE site_id = :site AND code = :code
            """)
                .bind("site", site.value())
                .bind("code", id.value())
                .bind("now", clock.now())
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows > 0)
                .switchIfEmpty(Mono.error(PromoProblem.UNKNOWN_PROMO_CODE::problem))
                .then();
    }

    /** Counts one more, while there is room; false when there is none. */
    Mono<Boolean> take(SiteId site, String code) {
        return database.sql("""
            UPDATE promo_code SET taken = taken + 1
            WHERE site_id = :site AND code = :code
                AND (redemptions IS NULL OR taken < redemptions)
            """)
                .bind("site", site.value())
                .bind("code", code)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Counts so many less. */
    Mono<Void> giveBack(SiteId site, String code, long count) {
        return database.sql("""
            UPDATE promo_code SET taken = taken - :count
            WHERE site_id = :site AND code = :code
            """)
                .bind("site", site.value())
                .bind("code", code)
                .bind("count", count)
                .then();
    }

    private static PromoCode code(Row row) {
        Integer percent = row.optionalCount("percent");
        return new PromoCode(
                new PromoCodeId(row.text("code")),
                percent == null
                        ? new Off.Amount(new Price(row.number("amount_minor"), row.text("currency")))
                        : new Off.Percent(percent),
                row.optionalCount("payments"),
                row.texts("plans").stream().map(PlanId::new).toList(),
                row.optionalCount("redemptions"),
                row.optionalInstant("expires_at"));
    }
}
