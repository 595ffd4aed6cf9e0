package io.latchkey.event;

import io.latchkey.shared.Clock;
import io.latchkey.shared.Perishable;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;
import io.r2dbc.postgresql.codec.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What waits to be carried to whom. Runs on the wall clock: business time may stand still. */
@Component
class EventQueues implements Perishable {

    private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};
    private static final Duration IDLE_KEPT = Duration.ofDays(30);

    private final DatabaseClient database;
    private final JsonMapper json;
    private final Clock clock;

    EventQueues(DatabaseClient database, JsonMapper json, Clock clock) {
        this.database = database;
        this.json = json;
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
    record Taken(
            SiteId site,
            UUID reader,
            String consumer,
            long done,
            int attempts,
            @Nullable Instant failingSince,
            Instant lease) {}

    /**
     * Appends an event and lets it wait for these consumers and for the site's webhooks that want
     * its type, in one statement: the queues of a reader are locked in the order of their names.
     */
    Mono<Void> append(Event event, List<String> wanting) {
        return database.sql("""
            WITH appended AS (
                INSERT INTO event
                    (site_id, reader_id, event_id, type, data, occurred_at)
                VALUES (:site, :reader, :id, :type, :data, :occurred)),
            wanting AS (
                SELECT unnest(CAST(:consumers AS text[])) AS consumer
                UNION ALL
                SELECT 'webhook:' || webhook_id FROM webhook
                WHERE site_id = :site AND disabled_at IS NULL
                    AND (types = '{}' OR :type = ANY (types)
                        OR split_part(:type, '.', 1) || '.*' = ANY (types))),
            queue AS (
                INSERT INTO event_queue AS q (site_id, reader_id, consumer,
                    last_position, done_position, attempts, due_at, touched_at)
                SELECT :site, :reader, consumer, 1, 0, 0, :now, :now
                FROM wanting ORDER BY consumer
                ON CONFLICT (site_id, reader_id, consumer) DO UPDATE SET
                    last_position = q.last_position + 1,
                    due_at = coalesce(q.due_at, excluded.due_at),
                    touched_at = excluded.touched_at
                RETURNING consumer, last_position)
            INSERT INTO event_outbox (site_id, reader_id, consumer, position, event_id)
            SELECT :site, :reader, consumer, last_position, :id FROM queue
            """)
                .bind("site", event.site().value())
                .bind("reader", event.reader())
                .bind("id", event.id())
                .bind("type", event.type())
                .bind("data", Json.of(json.writeValueAsBytes(event.data())))
                .bind("occurred", event.occurredAt())
                .bind("consumers", wanting.toArray(String[]::new))
                .bind("now", clock.tokenTime())
                .then();
    }

    /**
     * Takes queues of a kind that are due, those that waited longest first; nobody else has them
     * until then. The choice is made once and apart: a plan that made it again for each row would
     * lock more than it takes.
     */
    Flux<Taken> take(String kind, String[] busy, Instant until, int most) {
        return database.sql("""
            WITH due AS MATERIALIZED (
                SELECT site_id, reader_id, consumer FROM event_queue
                WHERE due_at <= :now AND split_part(consumer, ':', 1) = :kind
                    AND consumer <> ALL (CAST(:busy AS text[]))
                ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED)
            UPDATE event_queue q SET due_at = :until, leased = true,
                attempts = q.attempts + 1
            FROM due d
            WHERE q.site_id = d.site_id AND q.reader_id = d.reader_id
                AND q.consumer = d.consumer
            RETURNING q.site_id, q.reader_id, q.consumer, q.done_position, q.attempts,
                q.failing_since
            """)
                .bind("until", until)
                .bind("now", clock.tokenTime())
                .bind("kind", kind)
                .bind("busy", busy)
                .bind("most", most)
                .map(Row.to(row -> new Taken(
                        new SiteId(row.text("site_id")),
                        row.id("reader_id"),
                        row.text("consumer"),
                        row.number("done_position"),
                        row.count("attempts"),
                        row.optionalInstant("failing_since"),
                        until)))
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    /** The event that is next in the queue; empty when none is, or it was deleted with its age. */
    Mono<Event> next(Taken queue) {
        return of("""
            SELECT e.event_id, e.type, e.data, e.occurred_at
            FROM event_outbox o
            JOIN event e ON e.site_id = o.site_id AND e.reader_id = o.reader_id
                AND e.event_id = o.event_id
            WHERE o.site_id = :site AND o.reader_id = :reader
                AND o.consumer = :consumer AND o.position = :position
            """, queue)
                .bind("position", queue.done() + 1)
                .map(Row.to(row -> new Event(
                        row.id("event_id"),
                        queue.site(),
                        queue.reader(),
                        row.text("type"),
                        json.readValue(row.text("data"), DATA),
                        row.instant("occurred_at"))))
                .one();
    }

    /**
     * The next one is delivered. Whether more waits is asked of the row itself, which knows what
     * was appended in between; a look into the outbox would not. Whoever lost the lease changes
     * nothing.
     */
    Mono<Void> done(Taken queue) {
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
    Mono<Void> later(Taken queue, Instant then) {
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
        return database.sql("""
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
        return database.sql("""
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

    private DatabaseClient.GenericExecuteSpec of(String sql, Taken queue) {
        return database.sql(sql)
                .bind("site", queue.site().value())
                .bind("reader", queue.reader())
                .bind("consumer", queue.consumer());
    }

    /**
     * Queues in which nothing waits for long, and those that nobody empties any more: their events
     * are gone with their age.
     */
    @Override
    public Mono<Long> purge(Instant now) {
        return database.sql("""
            WITH idle AS MATERIALIZED (
                SELECT site_id, reader_id, consumer FROM event_queue
                WHERE (touched_at < :idle AND last_position = done_position)
                    OR touched_at < :orphaned
                FOR UPDATE SKIP LOCKED),
            gone AS (
                DELETE FROM event_queue q USING idle i
                WHERE q.site_id = i.site_id AND q.reader_id = i.reader_id
                    AND q.consumer = i.consumer
                RETURNING q.site_id, q.reader_id, q.consumer),
            left_over AS (
                DELETE FROM event_outbox o USING gone g
                WHERE o.site_id = g.site_id AND o.reader_id = g.reader_id
                    AND o.consumer = g.consumer)
            SELECT count(*) AS queues FROM gone
            """)
                .bind("idle", clock.tokenTime().minus(IDLE_KEPT))
                .bind("orphaned", clock.tokenTime().minus(EventLog.KEPT))
                .mapValue(Long.class)
                .one();
    }
}
