package io.latchkey.event;

import io.latchkey.shared.database.Sweeps;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Perishable;
import io.latchkey.site.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Queues in which nothing waits for long, and those that nobody empties any more: their events are
 * gone with their age.
 */
@Component
class IdleQueues implements Perishable {

    private static final Duration KEPT = Duration.ofDays(30);

    private static final String OVER =
            "((touched_at < :idle AND last_position = done_position) OR touched_at < :orphaned)";

    private final R2dbcEntityTemplate rows;
    private final Clock clock;

    IdleQueues(R2dbcEntityTemplate rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public Mono<Long> purge(Instant now) {
        Instant idle = clock.tokenTime().minus(KEPT);
        Instant orphaned = clock.tokenTime().minus(EventLog.KEPT);
        GenericExecuteSpec over = database()
                .sql("SELECT site_id, reader_id, consumer FROM event_queue WHERE " + OVER + " LIMIT " + Sweeps.BATCH)
                .bind("idle", idle)
                .bind("orphaned", orphaned);
        return Sweeps.inBatches(
                rows.getRowsFetchSpec(over, Over.class, Over.class).all().collectList(),
                queues -> Flux.fromIterable(queues)
                        .concatMap(queue -> end(queue, idle, orphaned))
                        .reduce(0L, Long::sum));
    }

    @Table("event_queue")
    private record Over(
            @Column("site_id") SiteId site,
            @Column("reader_id") UUID reader,
            String consumer) {}

    private Mono<Long> end(Over queue, Instant idle, Instant orphaned) {
        return database()
                .sql("""
                    WITH gone AS (
                        DELETE FROM event_queue
                        WHERE site_id = :site AND reader_id = :reader AND consumer = :consumer
                            AND %s
                        RETURNING consumer),
                    left_over AS (
                        DELETE FROM event_outbox o USING gone g
                        WHERE o.site_id = :site AND o.reader_id = :reader AND o.consumer = g.consumer)
                    SELECT count(*) AS queues FROM gone
                    """.formatted(OVER))
                .bind("site", queue.site().value())
                .bind("reader", queue.reader())
                .bind("consumer", queue.consumer())
                .bind("idle", idle)
                .bind("orphaned", orphaned)
                .mapValue(Long.class)
                .one();
    }

    private DatabaseClient database() {
        return rows.getDatabaseClient();
    }
}
