package io.latchkey.event;

import io.latchkey.shared.Clock;
import io.latchkey.shared.Perishable;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

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
     * @param failingSince when the first of these tries failed; the time of taking if none did
     */
    record Taken(
            SiteId site,
            UUID reader,
            String consumer,
            long done,
            int attempts,
            Instant failingSince) {}

    /** Lets an event wait for a consumer; joins the transaction that appends it. */
    Mono<Void> add(SiteId site, UUID reader, String consumer, UUID event) {
        return database.sql(
                        """
                        WITH queue AS (
                            INSERT INTO event_queue AS q (site_id, reader_id, consumer,
                                last_position, done_position, attempts, due_at, touched_at)
                            VALUES (:site, :reader, :consumer, 1, 0, 0, :now, :now)
                            ON CONFLICT (site_id, reader_id, consumer) DO UPDATE SET
                                last_position = q.last_position + 1,
                                due_at = coalesce(q.due_at, excluded.due_at),
                                touched_at = excluded.touched_at
                            RETURNING last_position)
                        INSERT INTO event_outbox (site_id, reader_id, consumer, position, event_id)
                        SELECT :site, :reader, :consumer, last_position, :event FROM queue
                        """)
                .bind("site", site.value())
                .bind("reader", reader)
                .bind("consumer", consumer)
                .bind("event", event)
                .bind("now", clock.tokenTime())
                .then();
    }

    /**
     * Takes queues that are due, those that waited longest first; nobody else has them until then.
     */
    Flux<Taken> take(Instant until, int most) {
        return database.sql(
                        """
                        UPDATE event_queue SET due_at = :until, attempts = attempts + 1,
                            failing_since = coalesce(failing_since, :now)
                        WHERE (site_id, reader_id, consumer) IN (
                            SELECT site_id, reader_id, consumer FROM event_queue
                            WHERE due_at <= :now
                            ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED)
                        RETURNING site_id, reader_id, consumer, done_position, attempts,
                            failing_since
                        """)
                .bind("until", until)
                .bind("now", clock.tokenTime())
                .bind("most", most)
                .map(
                        Row.to(row ->
                                new Taken(
                                        new SiteId(row.text("site_id")),
                                        row.id("reader_id"),
                                        row.text("consumer"),
                                        row.number("done_position"),
                                        row.count("attempts"),
                                        row.instant("failing_since"))))
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    /** The event that is next in the queue; empty when none is, or it was deleted with its age. */
    Mono<Event> next(Taken queue) {
        return of(
                        """
                        SELECT e.event_id, e.type, e.data, e.occurred_at
                        FROM event_outbox o
                        JOIN event e ON e.site_id = o.site_id AND e.reader_id = o.reader_id
                            AND e.event_id = o.event_id
                        WHERE o.site_id = :site AND o.reader_id = :reader
                            AND o.consumer = :consumer AND o.position = :position
                        """,
                        queue)
                .bind("position", queue.done() + 1)
                .map(
                        Row.to(row ->
                                new Event(
                                        row.id("event_id"),
                                        queue.site(),
                                        queue.reader(),
                                        row.text("type"),
                                        json.readValue(row.text("data"), DATA),
                                        row.instant("occurred_at"))))
                .one();
    }

    /**
     * The next one is delivered; answers whether more waits. Asked of the row itself, which knows
     * what was appended in between; a look into the outbox would not.
     */
    Mono<Boolean> done(Taken queue, Instant until) {
        return of(
                        """
                        WITH delivered AS (
                            DELETE FROM event_outbox WHERE site_id = :site AND reader_id = :reader
                                AND consumer = :consumer AND position = :position)
                        UPDATE event_queue SET done_position = :position, attempts = 1,
                            failing_since = CASE WHEN last_position > :position THEN :now END,
                            due_at = CASE WHEN last_position > :position THEN :until END
                        WHERE site_id = :site AND reader_id = :reader AND consumer = :consumer
                            AND done_position = :position - 1
                        RETURNING last_position
                        """,
                        queue)
                .bind("position", queue.done() + 1)
                .bind("until", until)
                .bind("now", clock.tokenTime())
                .map(Row.to(row -> row.number("last_position") > queue.done() + 1))
                .one()
                .defaultIfEmpty(false);
    }

    /** The next one could not be delivered; tried again then. */
    Mono<Void> later(Taken queue, Instant then) {
        return of(
                        """
                        UPDATE event_queue SET due_at = :then
                        WHERE site_id = :site AND reader_id = :reader AND consumer = :consumer
                            AND done_position = :done AND due_at IS NOT NULL
                        """,
                        queue)
                .bind("done", queue.done())
                .bind("then", then)
                .then();
    }

    /** Whether something waits for this consumer. */
    Mono<Boolean> owes(String consumer, SiteId site, UUID reader) {
        return database.sql(
                        """
                        SELECT last_position > done_position AS owes FROM event_queue
                        WHERE site_id = :site AND reader_id = :reader AND consumer = :consumer
                        """)
                .bind("site", site.value())
                .bind("reader", reader)
                .bind("consumer", consumer)
                .map(Row.to(row -> row.flag("owes")))
                .one()
                .defaultIfEmpty(false);
    }

    private DatabaseClient.GenericExecuteSpec of(String sql, Taken queue) {
        return database.sql(sql)
                .bind("site", queue.site().value())
                .bind("reader", queue.reader())
                .bind("consumer", queue.consumer());
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return database.sql(
                        """
                        DELETE FROM event_queue
                        WHERE touched_at < :before AND last_position = done_position
                        """)
                .bind("before", clock.tokenTime().minus(IDLE_KEPT))
                .fetch()
                .rowsUpdated();
    }
}
