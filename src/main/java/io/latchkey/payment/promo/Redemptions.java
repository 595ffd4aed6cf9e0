package io.latchkey.payment.promo;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Rows;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.springframework.data.domain.Sort;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who uses which code, or is about to: one row a reader and code. */
@Component
class Redemptions {

    private final R2dbcEntityTemplate rows;
    private final Clock clock;

    Redemptions(R2dbcEntityTemplate rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /**
     * Reserves the code for a checkout. True when the reader did not have it, false when it moved
     * here from another checkout of theirs; empty when they redeemed it before.
     */
    Mono<Boolean> reserve(ReaderKey reader, PromoCodeId code, UUID checkout) {
        return written(reader, code, checkout, Status.RESERVED);
    }

    /**
     * Marks the code redeemed by a checkout. True when it was not reserved any more, false when it
     * was, or was redeemed by this very checkout; empty when another redeemed it.
     */
    Mono<Boolean> redeem(ReaderKey reader, PromoCodeId code, UUID checkout) {
        return written(reader, code, checkout, Status.REDEEMED);
    }

    /** A redeemed row stays redeemed, and by whom. */
    private Mono<Boolean> written(ReaderKey reader, PromoCodeId code, UUID checkout, Status status) {
        return sql("""
            INSERT INTO promo_redemption AS r (site_id, reader_id, code, checkout_id,
                status, changed_at)
            VALUES (:site_id, :reader_id, :code, :checkout_id, :status, :changed_at)
            ON CONFLICT (site_id, reader_id, code) DO UPDATE SET
                checkout_id = excluded.checkout_id, status = excluded.status,
                changed_at = excluded.changed_at
            WHERE r.status = 'reserved' OR (r.status = excluded.status
                AND r.checkout_id = excluded.checkout_id)
            RETURNING (xmax = 0) AS added
            """)
                .bindValues(Rows.parameters(rows, new Redemption(reader, code, checkout, status, clock.now())))
                .mapValue(Boolean.class)
                .one();
    }

    /** Takes a redemption back that there was no room for. */
    Mono<Void> forget(ReaderKey reader, PromoCodeId code) {
        return rows.delete(query(where("reader").is(reader).and("code").is(code)), Redemption.class)
                .then();
    }

    /** Deletes the reader's reservations of other codes. */
    Flux<Freed> releaseOthers(ReaderKey reader, PromoCodeId held) {
        return freed(sql("""
            DELETE FROM promo_redemption
            WHERE site_id = :site AND reader_id = :reader
                AND status = 'reserved' AND code <> :held
            RETURNING site_id, code
            """).bindValues(reader.parameters()).bind("held", held.value()));
    }

    /** Deletes the reader's reservations. */
    Flux<Freed> release(ReaderKey reader) {
        return freed(sql("""
            DELETE FROM promo_redemption
            WHERE site_id = :site AND reader_id = :reader AND status = 'reserved'
            RETURNING site_id, code
            """).bindValues(reader.parameters()));
    }

    /** Deletes the reservation that a checkout holds, if it does. */
    Flux<Freed> release(ReaderKey reader, UUID checkout) {
        return freed(sql("""
            DELETE FROM promo_redemption
            WHERE site_id = :site AND reader_id = :reader AND status = 'reserved'
                AND checkout_id = :checkout
            RETURNING site_id, code
            """).bindValues(reader.parameters()).bind("checkout", checkout));
    }

    /** Whoever has reservations that are older than this, a thousand at most. */
    Flux<ReaderKey> reservedBefore(Instant before) {
        return rows.getRowsFetchSpec(sql("""
            SELECT DISTINCT site_id, reader_id FROM promo_redemption
            WHERE status = 'reserved' AND changed_at < :before LIMIT 1000
            """).bind("before", before), ReaderKey.class, ReaderKey.class)
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    /** Deletes a reader's reservations that are older than this. */
    Flux<Freed> releaseReservedBefore(ReaderKey reader, Instant before) {
        return freed(sql("""
            DELETE FROM promo_redemption
            WHERE site_id = :site AND reader_id = :reader
                AND status = 'reserved' AND changed_at < :before
            RETURNING site_id, code
            """).bindValues(reader.parameters()).bind("before", before));
    }

    Mono<Count> count(SiteId site, PromoCodeId code) {
        return rows.getRowsFetchSpec(
                        sql("""
                            SELECT count(*) FILTER (WHERE status = 'redeemed') AS redeemed,
                                count(*) FILTER (WHERE status = 'reserved') AS reserved
                            FROM promo_redemption WHERE site_id = :site AND code = :code
                            """).bind("site", site.value()).bind("code", code.value()), Count.class, Count.class)
                .one();
    }

    /** What this reader uses or is about to. */
    Flux<Redemption> of(ReaderKey reader) {
        return rows.select(query(where("reader").is(reader)).sort(Sort.by("at", "code")), Redemption.class);
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }

    private Flux<Freed> freed(GenericExecuteSpec deleted) {
        return rows.getRowsFetchSpec(deleted, Freed.class, Freed.class).all();
    }

    /** A use of a code that nobody holds any more. */
    @Table("promo_redemption")
    record Freed(@Column("site_id") SiteId site, PromoCodeId code) {}

    /** How many readers use a code, and how many are about to. */
    @Table("promo_redemption")
    record Count(long redeemed, long reserved) {}

    /** How far a use of a code is. */
    enum Status {
        RESERVED,
        REDEEMED;

        /** The status as it is stored. */
        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * A reader's use of a code.
     *
     * @param checkout that it was used with, or the subscription that runs at less by it
     */
    @Table("promo_redemption")
    record Redemption(
            @JsonIgnore @Embedded.Empty ReaderKey reader,
            PromoCodeId code,
            @Column("checkout_id") UUID checkout,
            Status status,
            @Column("changed_at") Instant at) {}
}
