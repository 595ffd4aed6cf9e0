package io.latchkey.reader.data;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.shared.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * How an anonymous history becomes a known reader's: the intent is noted beside the known reader,
 * the anonymous one is claimed in one conditional statement, its history is copied, and the intent
 * is done. A crash after any step is mended at the known reader's next sign-in.
 */
@Component
public class AnonymousMerges {

    private final DatabaseClient database;
    private final ReaderLock lock;
    private final Clock clock;
    private final List<ReaderData> rooms;

    AnonymousMerges(DatabaseClient database, ReaderLock lock, Clock clock, List<ReaderData> rooms) {
        this.database = database;
        this.lock = lock;
        this.clock = clock;
        this.rooms = rooms;
    }

    /** Notes what {@link #resume} is to bring over. */
    public Mono<Void> intend(ReaderKey anonymous, ReaderKey known) {
        return database.sql(
                        // An erasure under way is waited for, and leaves nobody to bring it to.
                        """
                        INSERT INTO reader_merge (site_id, reader_id, anonymous_id, intended_at)
                        SELECT site_id, reader_id, :anonymous, :now FROM reader
                        WHERE site_id = :site AND reader_id = :reader AND erased_at IS NULL
                        FOR SHARE
                        ON CONFLICT DO NOTHING
                        """)
                .bindValues(known.parameters())
                .bind("anonymous", anonymous.id())
                .bind("now", clock.now())
                .then();
    }

    /** Brings over whatever was intended and is not done. */
    public Mono<Void> resume(ReaderKey known) {
        return database.sql("""
            SELECT anonymous_id FROM reader_merge
            WHERE site_id = :site AND reader_id = :reader AND done_at IS NULL
            """)
                .bindValues(known.parameters())
                .mapValue(UUID.class)
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMap(id -> bringOver(new ReaderKey(known.site(), id), known))
                .then();
    }

    /** Somebody else's claim came first: then there is nothing to bring, and the intent is done. */
    private Mono<Void> bringOver(ReaderKey anonymous, ReaderKey known) {
        return claim(anonymous, known)
                .filter(known.id()::equals)
                .flatMapMany(_ -> Flux.fromIterable(rooms))
                .concatMap(room -> room.merge(anonymous, known))
                .then(Mono.defer(() -> done(anonymous, known)));
    }

    /**
     * The reader whom the anonymous one belongs to from now on: the first claimant, for ever. Empty
     * when it was erased.
     */
    private Mono<UUID> claim(ReaderKey anonymous, ReaderKey known) {
        return database.sql("""
            INSERT INTO reader AS r (site_id, reader_id, anonymous, merged_into,
                created_at, updated_at)
            VALUES (:site, :anonymous, true, :known, :now, :now)
            ON CONFLICT (site_id, reader_id) DO UPDATE SET
                merged_into = coalesce(r.merged_into, excluded.merged_into),
                updated_at = excluded.updated_at
            WHERE r.erased_at IS NULL
            RETURNING merged_into
            """)
                .bind("site", anonymous.site().value())
                .bind("anonymous", anonymous.id())
                .bind("known", known.id())
                .bind("now", clock.now())
                .mapValue(UUID.class)
                .one();
    }

    /**
     * Erases the anonymous readers who became this one, or were about to, and whatever says that
     * they did; runs in the transaction of the known reader's erasure.
     */
    Mono<Void> erase(ReaderKey known) {
        return database.sql("""
            DELETE FROM reader_merge WHERE site_id = :site AND reader_id = :reader
            RETURNING anonymous_id
            """)
                .bindValues(known.parameters())
                .mapValue(UUID.class)
                .all()
                .collectSortedList()
                .flatMapMany(Flux::fromIterable)
                .map(id -> new ReaderKey(known.site(), id))
                .concatMap(anonymous -> forget(anonymous, known)
                        .filter(Boolean::booleanValue)
                        .flatMap(_ -> lock.also(anonymous, eraseRooms(anonymous))))
                .then();
    }

    private Mono<Void> eraseRooms(ReaderKey anonymous) {
        return Flux.fromIterable(rooms).concatMap(room -> room.erase(anonymous)).then();
    }

    /**
     * Ends the anonymous reader's sessions without saying whose they were: moments are rounded to
     * the day, or they would tell which sign-in and which erasure they belong to. False when it is
     * somebody else's.
     */
    private Mono<Boolean> forget(ReaderKey anonymous, ReaderKey known) {
        return database.sql("""
            INSERT INTO reader AS r (site_id, reader_id, anonymous,
                sessions_generation, created_at, updated_at, erased_at)
            VALUES (:site, :anonymous, true, 1, :day, :day, :day)
            ON CONFLICT (site_id, reader_id) DO UPDATE SET
                merged_into = NULL, erased_at = excluded.erased_at,
                created_at = date_trunc('day', r.created_at, 'UTC'),
                updated_at = excluded.updated_at,
                sessions_generation = r.sessions_generation + 1
            WHERE r.merged_into IS NULL OR r.merged_into = :known
            """)
                .bind("site", anonymous.site().value())
                .bind("anonymous", anonymous.id())
                .bind("known", known.id())
                .bind("day", clock.now().truncatedTo(ChronoUnit.DAYS))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private Mono<Void> done(ReaderKey anonymous, ReaderKey known) {
        return database.sql("""
            UPDATE reader_merge SET done_at = :now
            WHERE site_id = :site AND reader_id = :reader AND anonymous_id = :anonymous
            """)
                .bindValues(known.parameters())
                .bind("anonymous", anonymous.id())
                .bind("now", clock.now())
                .then();
    }
}
