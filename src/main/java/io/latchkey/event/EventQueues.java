package io.latchkey.event;

import io.latchkey.shared.database.Leases;
import io.latchkey.shared.database.Rows;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What waits to be carried to whom. Runs on the wall clock: business time may stand still. */
@Component
class EventQueues {

    private final R2dbcEntityTemplate rows;
    private final Clock clock;

    EventQueues(R2dbcEntityTemplate rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /**
     * A queue that a relay has taken for a while.
     *
     * @param done the position of what was delivered last
     * @param attempts how often the next was tried, this time included
     * @param failingSince when the first of these tries failed; null if none did
     * @param lease until when nobody else takes it; names this taking, as each is later than the
     *     one before
     */
    @Table("event_queue")
    record LeasedQueue(
            @Column("site_id") SiteId site,
            @Column("reader_id") UUID reader,
            String consumer,
            @Column("done_position") long done,
            int attempts,
            @Nullable Instant failingSince,
            @Column("due_at") Instant lease) {}

    /**
     * Appends an event and lets it wait for these consumers and for the site's subscribers that want
     * its type, in one statement: the queues of a reader are locked in the order of their names.
     *
     * @param inner whether no subscriber is told
     */
    Mono<Void> append(Event event, boolean inner, List<String> wanting) {
        return sql("""
            WITH appended AS (
                INSERT INTO event
                    (site_id, reader_id, event_id, type, data, occurred_at)
                VALUES (:site_id, :reader_id, :event_id, :type, :data, :occurred_at)),
            wanting AS (
                SELECT unnest(CAST(:consumers AS text[])) AS consumer
                UNION ALL
                SELECT :kind || ':' || subscriber_id FROM event_subscriber
                WHERE site_id = :site_id AND NOT :inner
                    AND (types = '{}' OR :type = ANY (types)
                        OR split_part(:type, '.', 1) || '.*' = ANY (types))),
            queue AS (
                INSERT INTO event_queue AS q (site_id, reader_id, consumer,
                    last_position, done_position, attempts, due_at, touched_at)
                SELECT :site_id, :reader_id, consumer, 1, 0, 0, :now, :now
                FROM wanting ORDER BY consumer
                ON CONFLICT (site_id, reader_id, consumer) DO UPDATE SET
                    last_position = q.last_position + 1,
                    due_at = coalesce(q.due_at, excluded.due_at),
                    touched_at = excluded.touched_at
                RETURNING consumer, last_position)
            INSERT INTO event_outbox (site_id, reader_id, consumer, position, event_id)
            SELECT :site_id, :reader_id, consumer, last_position, :event_id FROM queue
            """)
                .bindValues(Rows.parameters(rows, event))
                .bind("inner", inner)
                .bind("consumers", wanting.toArray(String[]::new))
                .bind("kind", Subscribers.KIND)
                .bind("now", clock.tokenTime())
                .then();
    }

    /**
     * Takes queues of a kind that are due, those that waited longest first; nobody else has them
     * until then.
     */
    Flux<LeasedQueue> take(String kind, String[] busy, Instant until, int most) {
        GenericExecuteSpec due = sql("""
            SELECT site_id, reader_id, consumer, due_at FROM event_queue
            WHERE due_at <= :now AND split_part(consumer, ':', 1) = :kind
                AND consumer <> ALL (CAST(:busy AS text[]))
            ORDER BY due_at LIMIT :most
            """)
                .bind("now", clock.tokenTime())
                .bind("kind", kind)
                .bind("busy", busy)
                .bind("most", most + Leases.SPARE);
        return Leases.take(
                        rows.getRowsFetchSpec(due, Due.class, Due.class).all().collectList(),
                        queue -> take(queue, until),
                        most)
                .flatMapMany(Flux::fromIterable);
    }

    @Table("event_queue")
    private record Due(
            @Column("site_id") SiteId site,
            @Column("reader_id") UUID reader,
            String consumer,
            @Column("due_at") Instant seen) {}

    /**
     * Waits for nobody who has it locked. The lock is taken apart: a plan that took it again for each
     * row would lock more than it takes.
     */
    private Mono<LeasedQueue> take(Due queue, Instant until) {
        GenericExecuteSpec taken = sql("""
            WITH free AS MATERIALIZED (
                SELECT consumer FROM event_queue
                WHERE site_id = :site AND reader_id = :reader AND consumer = :consumer
                    AND due_at = :seen
                FOR UPDATE SKIP LOCKED)
            UPDATE event_queue q SET due_at = :until, leased = true, attempts = q.attempts + 1
            FROM free
            WHERE q.site_id = :site AND q.reader_id = :reader AND q.consumer = free.consumer
            RETURNING q.site_id, q.reader_id, q.consumer, q.done_position, q.attempts,
                q.failing_since, q.due_at
            """)
                .bind("site", queue.site().value())
                .bind("reader", queue.reader())
                .bind("consumer", queue.consumer())
                .bind("seen", queue.seen())
                .bind("until", until);
        return rows.getRowsFetchSpec(taken, LeasedQueue.class, LeasedQueue.class)
                .one();
    }

    /** The event that is next in the queue; empty when none is, or it was deleted with its age. */
    Mono<Event> next(LeasedQueue queue) {
        GenericExecuteSpec next = of("""
            SELECT e.event_id, e.site_id, e.reader_id, e.type, e.data, e.occurred_at
            FROM event_outbox o
            JOIN event e ON e.site_id = o.site_id AND e.reader_id = o.reader_id
                AND e.event_id = o.event_id
            WHERE o.site_id = :site AND o.reader_id = :reader
                AND o.consumer = :consumer AND o.position = :position
            """, queue).bind("position", queue.done() + 1);
        return rows.getRowsFetchSpec(next, Event.class, Event.class).one();
    }

    /**
     * The next one is delivered. Whether more waits is asked of the row itself, which knows what
     * was appended in between; a look into the outbox would not. Whoever lost the lease changes
     * nothing.
     */
    Mono<Void> done(LeasedQueue queue) {
        return of("""
            WITH moved AS (
                UPDATE event_queue SET done_position = :position, attempts = 0,
                    failing_since = NULL, leased = false,
                    due_at = CASE WHEN last_position > :position
                        THEN CAST(:now AS timestamptz) END
                WHERE site_id = :site AND reader_id = :reader AND consumer = :consumer
                    AND due_at = :lease
                RETURNING done_position)
            DELETE FROM event_outbox o USING moved
            WHERE o.site_id = :site AND o.reader_id = :reader
                AND o.consumer = :consumer AND o.position = moved.done_position
            """, queue)
                .bind("position", queue.done() + 1)
                .bind("lease", queue.lease())
                .bind("now", clock.tokenTime())
                .then();
    }

    /** The next one could not be delivered; tried again then. */
    Mono<Void> later(LeasedQueue queue, Instant then) {
        return of("""
            UPDATE event_queue SET due_at = :then, leased = false,
                failing_since = coalesce(failing_since, :now)
            WHERE site_id = :site AND reader_id = :reader AND consumer = :consumer
                AND due_at = :lease
            """, queue)
                .bind("lease", queue.lease())
                .bind("now", clock.tokenTime())
                .bind("then", then)
                .then();
    }

    /** How many queues of these kinds others hold: leased, or due since then and not to be had. */
    Mono<Long> held(List<String> kinds, Instant since) {
        return sql("""
            SELECT count(*) AS held FROM (
                SELECT 1 FROM event_queue
                WHERE due_at IS NOT NULL AND (leased OR due_at <= :since)
                    AND split_part(consumer, ':', 1) = ANY (CAST(:kinds AS text[]))
                LIMIT 1000) AS bounded
            """)
                .bind("since", since)
                .bind("kinds", kinds.toArray(String[]::new))
                .mapValue(Long.class)
                .one();
    }

    /** Whether something waits for this consumer. */
    Mono<Boolean> owes(String consumer, SiteId site, UUID reader) {
        return sql("""
            SELECT last_position > done_position AS owes FROM event_queue
            WHERE site_id = :site AND reader_id = :reader AND consumer = :consumer
            """)
                .bind("site", site.value())
                .bind("reader", reader)
                .bind("consumer", consumer)
                .mapValue(Boolean.class)
                .one()
                .defaultIfEmpty(false);
    }

    private GenericExecuteSpec of(String sql, LeasedQueue queue) {
        return sql(sql).bind("site", queue.site().value())
                .bind("reader", queue.reader())
                .bind("consumer", queue.consumer());
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }
}
