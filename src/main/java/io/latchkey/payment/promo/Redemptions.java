package io.latchkey.payment.promo;

import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who uses which code, or is about to: one row a reader and code. */
@Component
class Redemptions {

    /** Reserved before a moment, or by a checkout that is gone or not wanted any more. */
    private static final String ABANDONED = """
        r.status = 'reserved'
            AND (r.changed_at < :before OR NOT EXISTS (
                SELECT 1 FROM checkout c
                WHERE c.site_id = r.site_id AND c.reader_id = r.reader_id
                    AND c.checkout_id = r.checkout_id
                    AND c.status NOT IN ('replaced', 'refunded')))
        """;

    private final DatabaseClient database;
    private final Clock clock;

    Redemptions(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Reserves the code for a checkout. True when the reader did not have it, false when it moved
     * here from another checkout of theirs; empty when they redeemed it before.
     */
    Mono<Boolean> reserve(ReaderKey reader, PromoCodeId code, UUID checkout) {
        return written(reader, code, checkout, "reserved");
    }

    /**
     * Marks the code redeemed by a checkout. True when it was not reserved any more, false when it
     * was, or was redeemed by this very checkout; empty when another redeemed it.
     */
    Mono<Boolean> redeem(ReaderKey reader, PromoCodeId code, UUID checkout) {
        return written(reader, code, checkout, "redeemed");
    }

    /** A redeemed row stays redeemed, and by whom. */
    private Mono<Boolean> written(ReaderKey reader, PromoCodeId code, UUID checkout, String status) {
        return database.sql("""
            INSERT INTO promo_redemption AS r (site_id, reader_id, code, checkout_id,
                status, changed_at)
            VALUES (:site, :reader, :code, :checkout, :status, :now)
            ON CONFLICT (site_id, reader_id, code) DO UPDATE SET
                checkout_id = excluded.checkout_id, status = excluded.status,
                changed_at = excluded.changed_at
            WHERE r.status = 'reserved' OR (r.status = excluded.status
                AND r.checkout_id = excluded.checkout_id)
            RETURNING (xmax = 0) AS added
            """)
                .bindValues(reader.parameters())
                .bind("code", code.value())
                .bind("checkout", checkout)
                .bind("status", status)
                .bind("now", clock.now())
                .mapValue(Boolean.class)
                .one();
    }

    /** Takes a redemption back that there was no room for. */
    Mono<Void> forget(ReaderKey reader, PromoCodeId code) {
        return database.sql("""
            DELETE FROM promo_redemption
            WHERE site_id = :site AND reader_id = :reader AND code = :code
            """)
                .bindValues(reader.parameters())
                .bind("code", code.value())
                .then();
    }

    /** Deletes the reader's reservations of other codes. */
    Flux<Freed> releaseOthers(ReaderKey reader, PromoCodeId held) {
        return database.sql("""
            DELETE FROM promo_redemption
            WHERE site_id = :site AND reader_id = :reader
                AND status = 'reserved' AND code <> :held
            RETURNING site_id, code
            """)
                .bindValues(reader.parameters())
                .bind("held", held.value())
                .map(Row.to(Redemptions::freed))
                .all();
    }

    /** Deletes the reader's reservations. */
    Flux<Freed> release(ReaderKey reader) {
        return database.sql("""
            DELETE FROM promo_redemption
            WHERE site_id = :site AND reader_id = :reader AND status = 'reserved'
            RETURNING site_id, code
            """)
                .bindValues(reader.parameters())
                .map(Row.to(Redemptions::freed))
                .all();
    }

    /** Deletes the reservation that a checkout holds, if it does. */
    Flux<Freed> release(ReaderKey reader, UUID checkout) {
        return database.sql("""
            DELETE FROM promo_redemption
            WHERE site_id = :site AND reader_id = :reader AND status = 'reserved'
                AND checkout_id = :checkout
            RETURNING site_id, code
            """)
                .bindValues(reader.parameters())
                .bind("checkout", checkout)
                .map(Row.to(Redemptions::freed))
                .all();
    }

    /** Whoever has reservations that are {@link #ABANDONED}. */
    Flux<ReaderKey> abandoned(Instant before) {
        return database.sql("""
            SELECT DISTINCT r.site_id, r.reader_id FROM promo_redemption r
            WHERE
            """ + ABANDONED)
                .bind("before", before)
                .map(Row.to(row -> new ReaderKey(new SiteId(row.text("site_id")), row.id("reader_id"))))
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    /** Deletes those of a reader that are {@link #ABANDONED}. */
    Flux<Freed> releaseAbandoned(ReaderKey reader, Instant before) {
        return database.sql("""
            DELETE FROM promo_redemption r
            WHERE r.site_id = :site AND r.reader_id = :reader AND
            """ + ABANDONED + "RETURNING site_id, code")
                .bindValues(reader.parameters())
                .bind("before", before)
                .map(Row.to(Redemptions::freed))
                .all();
    }

    Mono<Count> count(SiteId site, PromoCodeId code) {
        return database.sql("""
            SELECT count(*) FILTER (WHERE status = 'redeemed') AS redeemed,
                count(*) FILTER (WHERE status = 'reserved') AS reserved
            FROM promo_redemption WHERE site_id = :site AND code = :code
            """)
                .bind("site", site.value())
                .bind("code", code.value())
                .map(Row.to(row -> new Count(row.number("redeemed"), row.number("reserved"))))
                .one();
    }

    /** What this reader uses or is about to. */
    Flux<Redemption> of(ReaderKey reader) {
        return database.sql("""
            SELECT code, checkout_id, status, changed_at FROM promo_redemption
            WHERE site_id = :site AND reader_id = :reader ORDER BY changed_at, code
            """)
                .bindValues(reader.parameters())
                .map(Row.to(row -> new Redemption(
                        row.text("code"), row.id("checkout_id"), row.text("status"), row.instant("changed_at"))))
                .all();
    }

    private static Freed freed(Row row) {
        return new Freed(new SiteId(row.text("site_id")), row.text("code"));
    }

    /** A use of a code that nobody holds any more. */
    record Freed(SiteId site, String code) {}

    /** How many readers use a code, and how many are about to. */
    record Count(long redeemed, long reserved) {}

    /** A reader's use of a code. */
    record Redemption(String code, UUID checkout, String status, Instant at) {}
}
