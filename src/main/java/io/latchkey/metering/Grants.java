package io.latchkey.metering;

import static io.latchkey.shared.database.Bindings.orNull;
import static org.springframework.data.relational.core.query.Criteria.where;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.database.Rows;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.Page;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** All grants. */
@Component
public class Grants {

    /** How the origin of unlocks begins that cost nothing; the id of their pack follows. */
    public static final String FREE = "free:";

    private final R2dbcEntityTemplate rows;
    private final Clock clock;

    Grants(R2dbcEntityTemplate rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /**
     * Gives unlocks, once for each origin: what is replayed finds the grant there and gives
     * nothing.
     *
     * @param origin what the grant is owed to, such as a subscription's third period
     * @return whether it was given now
     */
    public Mono<Boolean> giveOnce(
            ReaderKey reader, GrantSource source, int amount, @Nullable Instant expiresAt, String origin) {
        Grant grant = new Grant(Ids.next(), source, amount, 0, source.usualPriority(), expiresAt, null, clock.now());
        return insert(reader, grant, origin);
    }

    /** Gives unlocks, or so many more where the grant of this origin is there. */
    public Mono<Void> giveOrAdd(ReaderKey reader, GrantSource source, int amount, Instant expiresAt, String origin) {
        return giveOnce(reader, source, amount, expiresAt, origin)
                .filter(given -> !given)
                .flatMap(_ -> add(reader, origin, amount));
    }

    private Mono<Void> add(ReaderKey reader, String origin, int amount) {
        return sql("""
            UPDATE unlock_grant SET amount = amount + :amount
            WHERE site_id = :site AND reader_id = :reader AND origin = :origin
            """)
                .bindValues(reader.parameters())
                .bind("origin", origin)
                .bind("amount", amount)
                .then();
    }

    /** What is left of one origin's grant is owed to another origin from now on, until then. */
    public Mono<Void> handOver(ReaderKey reader, String from, String to, Instant end) {
        return sql("""
            UPDATE unlock_grant SET origin = :to, expires_at = :end
            WHERE site_id = :site AND reader_id = :reader AND origin = :from
            """)
                .bindValues(reader.parameters())
                .bind("from", from)
                .bind("to", to)
                .bind("end", end)
                .then();
    }

    /**
     * Gives the grants of one origin, and of what begins with it, the time back that they stood
     * still; those that were over before stay so.
     */
    public Mono<Void> prolong(ReaderKey reader, String originPrefix, Instant from, Instant to) {
        return sql("""
            UPDATE unlock_grant SET expires_at = expires_at
                + (CAST(:to AS timestamptz) - CAST(:from AS timestamptz))
            WHERE site_id = :site AND reader_id = :reader
                AND starts_with(origin, :origin) AND expires_at > :from
            """)
                .bindValues(reader.parameters())
                .bind("origin", originPrefix)
                .bind("from", from)
                .bind("to", to)
                .then();
    }

    /** Lets what is left of the grants of one origin and what begins with it end at this moment. */
    public Mono<Void> endFrom(ReaderKey reader, String originPrefix, Instant end) {
        return sql("""
            UPDATE unlock_grant SET expires_at = :end
            WHERE site_id = :site AND reader_id = :reader
                AND starts_with(origin, :origin)
                AND (expires_at IS NULL OR expires_at > :end)
            """)
                .bindValues(reader.parameters())
                .bind("origin", originPrefix)
                .bind("end", end)
                .then();
    }

    /** How many unlocks the grant of this origin gave at first; empty when there is none. */
    public Mono<Integer> given(ReaderKey reader, String origin) {
        return sql("""
            SELECT amount + taken_back AS given FROM unlock_grant
            WHERE site_id = :site AND reader_id = :reader AND origin = :origin
            """)
                .bindValues(reader.parameters())
                .bind("origin", origin)
                .mapValue(Integer.class)
                .one();
    }

    /**
     * Leaves the grant of this origin no more than so many unlocks, and never fewer than are spent:
     * an unlock that is being drawn is waited for. It never grows; repeating changes nothing.
     *
     * @return how many it has lost, now and before; empty when it lost none now
     */
    public Mono<Integer> shrink(ReaderKey reader, String origin, int amount) {
        return sql("""
            UPDATE unlock_grant SET
                amount = greatest(used, :amount),
                taken_back = taken_back + amount - greatest(used, :amount)
            WHERE site_id = :site AND reader_id = :reader AND origin = :origin
                AND amount > greatest(used, :amount)
            RETURNING taken_back
            """)
                .bindValues(reader.parameters())
                .bind("origin", origin)
                .bind("amount", amount)
                .mapValue(Integer.class)
                .one();
    }

    Mono<Boolean> insert(ReaderKey reader, Grant grant, @Nullable String origin) {
        return sql("""
            INSERT INTO unlock_grant (site_id, reader_id, grant_id, source, amount,
                used, priority, expires_at, note, origin, created_at)
            VALUES (:site, :reader, :grant_id, :source, :amount, :used, :priority,
                :expires_at, :note, :origin, :created_at)
            ON CONFLICT (site_id, reader_id, origin) DO NOTHING
            """)
                .bindValues(reader.parameters())
                .bindValues(Rows.parameters(rows, grant))
                .bind("origin", orNull(origin, String.class))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** The sum of what is left in live grants: the number in the pop-up. */
    public Mono<Long> unlockLeft(ReaderKey reader) {
        return sql("""
            SELECT coalesce(sum(amount - used), 0)::bigint AS unlock_left
            FROM unlock_grant
            WHERE site_id = :site AND reader_id = :reader
                AND (expires_at IS NULL OR expires_at > :now)
            """)
                .bindValues(reader.parameters())
                .bind("now", clock.now())
                .mapValue(Long.class)
                .one();
    }

    /** What unlocks can be drawn from now, in the order in which they burn. */
    public Mono<List<Grant>> drawable(ReaderKey reader) {
        GenericExecuteSpec drawable = sql("""
            SELECT grant_id, source, amount, used, priority, expires_at, note,
                created_at
            FROM unlock_grant
            WHERE site_id = :site AND reader_id = :reader AND used < amount
                AND (expires_at IS NULL OR expires_at > :now)
            ORDER BY priority, expires_at NULLS LAST, created_at, grant_id LIMIT 200
            """).bindValues(reader.parameters()).bind("now", clock.now());
        return rows.getRowsFetchSpec(drawable, Grant.class, Grant.class).all().collectList();
    }

    Mono<Page<Grant>> page(ReaderKey reader, Page.Request page) {
        Criteria readers = where("site_id").is(reader.site()).and("reader_id").is(reader.id());
        return Rows.page(rows, readers, page, Grant.class, Grant::id);
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }
}
