package io.latchkey.event;

import io.latchkey.shared.database.Shield;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lets events of the past wait for a subscriber again, behind whatever waits already. Of one reader
 * they come in the order of their times, then ids: the order of commits is not kept for so long.
 */
@Component
public class EventReplay {

    /** As many events as may wait for one subscriber after a replay. */
    public static final long MOST = 10_000;

    private static final int SIDE_BY_SIDE = 4;

    private static final String ASKED = """
        site_id = :site AND occurred_at >= :since AND occurred_at < :until
        AND (CAST(:types AS text[]) = '{}' OR type = ANY (CAST(:types AS text[]))
            OR split_part(type, '.', 1) || '.*' = ANY (CAST(:types AS text[])))
        AND type <> ALL (CAST(:inner AS text[]))\
        """;

    private final DatabaseClient database;
    private final EventTypes types;
    private final Shield shield;
    private final Clock clock;

    EventReplay(DatabaseClient database, EventTypes types, Shield shield, Clock clock) {
        this.database = database;
        this.types = types;
        this.shield = shield;
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
                    SELECT 1 FROM event WHERE %s LIMIT 10001) AS asked)
                + (SELECT count(*) FROM (
                    SELECT 1 FROM event_outbox WHERE site_id = :site
                        AND consumer = :consumer
                    LIMIT 10001) AS waiting) AS size
            """, past)
                .bind("consumer", Subscribers.queue(past.subscriber()))
                .mapValue(Long.class)
                .one();
    }

    /**
     * Lets it wait; says how many events that were. Who hangs up halfway has it all the same, and who
     * asks again is told some twice, under the same ids.
     */
    public Mono<Long> replay(Past past) {
        return shield.finish(about("SELECT DISTINCT reader_id FROM event WHERE %s LIMIT 10000", past)
                .mapValue(UUID.class)
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .flatMap(reader -> replay(past, reader), SIDE_BY_SIDE)
                .reduce(0L, Long::sum));
    }

    private Mono<Long> replay(Past past, UUID reader) {
        return about("""
            WITH replayed AS MATERIALIZED (
                SELECT event_id, row_number() OVER (ORDER BY occurred_at, event_id) AS nth,
                    count(*) OVER () AS many
                FROM event WHERE reader_id = :reader AND %s),
            queue AS (
                INSERT INTO event_queue AS q (site_id, reader_id, consumer,
                    last_position, done_position, attempts, due_at, touched_at)
                SELECT :site, :reader, :consumer, many, 0, 0, :now, :now
                FROM replayed LIMIT 1
                ON CONFLICT (site_id, reader_id, consumer) DO UPDATE SET
                    last_position = q.last_position + excluded.last_position,
                    due_at = coalesce(q.due_at, excluded.due_at),
                    touched_at = excluded.touched_at
                RETURNING last_position)
            INSERT INTO event_outbox (site_id, reader_id, consumer, position, event_id)
            SELECT :site, :reader, :consumer, q.last_position - r.many + r.nth, r.event_id
            FROM replayed r CROSS JOIN queue q
            """, past)
                .bind("consumer", Subscribers.queue(past.subscriber()))
                .bind("reader", reader)
                .bind("now", clock.tokenTime())
                .fetch()
                .rowsUpdated();
    }

    /** What the past is goes where the text leaves room for it. */
    private GenericExecuteSpec about(String sql, Past past) {
        return database.sql(sql.formatted(ASKED))
                .bind("site", past.site().value())
                .bind("types", past.types().toArray(String[]::new))
                .bind("inner", types.inner().stream().map(FactType::type).toArray(String[]::new))
                .bind("since", past.since())
                .bind("until", past.until());
    }
}
