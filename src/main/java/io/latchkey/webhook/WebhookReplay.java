package io.latchkey.webhook;

import io.latchkey.event.Subscribers;
import io.latchkey.shared.time.Clock;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Lets events of the past wait for a webhook again, behind whatever waits already. Of one reader
 * they come in the order of their times, then ids: the order of commits is not kept for so long.
 */
@Component
class WebhookReplay {

    private static final long MOST = 10_000;

    private final DatabaseClient database;
    private final Clock clock;

    WebhookReplay(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Says how many events that were; refuses when too many would wait. */
    Mono<Long> replay(Webhook webhook, Instant since, Instant until) {
        if (webhook.disabledAt() != null) {
            return Mono.error(WebhookProblem.WEBHOOK_DISABLED.problem());
        }
        return size(webhook, since, until)
                .filter(size -> size <= MOST)
                .switchIfEmpty(Mono.error(WebhookProblem.REPLAY_TOO_LARGE::problem))
                .then(Mono.defer(() -> enqueue(webhook, since, until)));
    }

    /** What would wait then, counted no further than it matters. */
    private Mono<Long> size(Webhook webhook, Instant since, Instant until) {
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
            """, webhook, since, until).mapValue(Long.class).one();
    }

    private Mono<Long> enqueue(Webhook webhook, Instant since, Instant until) {
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
            """, webhook, since, until)
                .bind("now", clock.tokenTime())
                .fetch()
                .rowsUpdated();
    }

    private DatabaseClient.GenericExecuteSpec about(String sql, Webhook webhook, Instant since, Instant until) {
        return database.sql(sql)
                .bind("site", webhook.site().value())
                .bind("consumer", Subscribers.queue(webhook.id()))
                .bind("types", webhook.types().toArray(String[]::new))
                .bind("since", since)
                .bind("until", until);
    }
}
