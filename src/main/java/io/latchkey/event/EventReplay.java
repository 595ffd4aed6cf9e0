package io.latchkey.event;

import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Lets events of the past wait for a subscriber again, behind whatever waits already. Of one reader
 * they come in the order of their times, then ids: the order of commits is not kept for so long.
 */
@Component
public class EventReplay {

    /** As many events as may wait for one subscriber after a replay. */
    public static final long MOST = 10_000;

    private final DatabaseClient database;
    private final Clock clock;

    EventReplay(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What is to be told again, and to whom.
     *
     * @param types as the subscriber wants them; empty for all
     * @param until exclusive
     */
    public record Past(SiteId site, UUID subscriber, List<String> types, Instant since, Instant until) {}

    /** How much would wait for the subscriber then, counted no further than {@link #MOST}. */
    public Mono<Long> size(Past past) {
        return about("""
            SELECT (SELECT count(*) FROM (
                    SELECT 1 FROM event WHERE site_id = :site
                        AND occurred_at >= :since AND occurred_at < :until
                        AND (CAST(:types AS text[]) = '{}'
                            OR type = ANY (CAST(:types AS text[]))
                            OR split_part(type, '.', 1) || '.*'
                                = ANY (CAST(:types AS text[])))
                    LIMIT 10001) AS asked)
                + (SELECT count(*) FROM (
                    SELECT 1 FROM event_outbox WHERE site_id = :site
                        AND consumer = :consumer
                    LIMIT 10001) AS waiting) AS size
            """, past).mapValue(Long.class).one();
    }

    /** Lets it wait; says how many events that were. */
    public Mono<Long> replay(Past past) {
        return about("""
            WITH replayed AS MATERIALIZED (
                SELECT reader_id, event_id,
                    row_number() OVER (PARTITION BY reader_id
                        ORDER BY occurred_at, event_id) AS nth,
                    count(*) OVER (PARTITION BY reader_id) AS many
                FROM event WHERE site_id = :site
                    AND occurred_at >= :since AND occurred_at < :until
                    AND (CAST(:types AS text[]) = '{}'
                        OR type = ANY (CAST(:types AS text[]))
                        OR split_part(type, '.', 1) || '.*'
                            = ANY (CAST(:types AS text[])))
                ORDER BY occurred_at, event_id LIMIT 10000),
            queue AS (
                INSERT INTO event_queue AS q (site_id, reader_id, consumer,
                    last_position, done_position, attempts, due_at, touched_at)
                SELECT :site, reader_id, :consumer, max(many), 0, 0, :now, :now
                FROM replayed GROUP BY reader_id ORDER BY reader_id
                ON CONFLICT (site_id, reader_id, consumer) DO UPDATE SET
                    last_position = q.last_position + excluded.last_position,
                    due_at = coalesce(q.due_at, excluded.due_at),
                    touched_at = excluded.touched_at
                RETURNING reader_id, last_position)
            INSERT INTO event_outbox (site_id, reader_id, consumer, position, event_id)
            SELECT :site, r.reader_id, :consumer, q.last_position - r.many + r.nth,
                r.event_id
            FROM replayed r JOIN queue q ON q.reader_id = r.reader_id
            """, past).bind("now", clock.tokenTime()).fetch().rowsUpdated();
    }

    private GenericExecuteSpec about(String sql, Past past) {
        return database.sql(sql)
                .bind("site", past.site().value())
                .bind("consumer", Subscribers.queue(past.subscriber()))
                .bind("types", past.types().toArray(String[]::new))
                .bind("since", past.since())
                .bind("until", past.until());
    }
}
