package io.latchkey.event;

import io.latchkey.shared.Clock;
import io.latchkey.shared.Ids;
import io.latchkey.shared.Perishable;
import io.latchkey.site.SiteId;
import io.r2dbc.postgresql.codec.Json;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Where facts are appended. Call it inside the transaction of the change that it tells of. */
@Component
public class EventLog implements Perishable {

    /** A year and a month, so that a year can be compared with the one before. */
    private static final Duration KEPT = Duration.ofDays(400);

    private final DatabaseClient database;
    private final EventQueues queues;
    private final ObjectProvider<EventConsumer> consumers;
    private final Clock clock;
    private final JsonMapper json;

    /** Consumers append events themselves: late bound. */
    EventLog(
            DatabaseClient database,
            EventQueues queues,
            ObjectProvider<EventConsumer> consumers,
            Clock clock,
            JsonMapper json) {
        this.database = database;
        this.queues = queues;
        this.consumers = consumers;
        this.clock = clock;
        this.json = json;
    }

    /**
     * Appends a fact about a reader, and lets it wait for those who want to know.
     *
     * @param type what happened, as {@code subscription.canceled}
     * @param data ids, amounts and times; no e-mail address and no name
     */
    public Mono<Void> append(SiteId site, UUID reader, String type, Map<String, ?> data) {
        UUID id = Ids.next();
        return database.sql(
                        """
                        INSERT INTO event (site_id, reader_id, event_id, type, data, occurred_at)
                        VALUES (:site, :reader, :id, :type, :data, :now)
                        """)
                .bind("site", site.value())
                .bind("reader", reader)
                .bind("id", id)
                .bind("type", type)
                .bind("data", Json.of(json.writeValueAsBytes(data)))
                .bind("now", clock.now())
                .then()
                .thenMany(
                        Flux.fromStream(consumers::stream).filter(consumer -> consumer.wants(type)))
                .concatMap(consumer -> queues.add(site, reader, consumer.name(), id))
                .then();
    }

    /** Whether this consumer has yet to be told something about the reader. */
    public Mono<Boolean> owes(String consumer, SiteId site, UUID reader) {
        return queues.owes(consumer, site, reader);
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return database.sql("DELETE FROM event WHERE occurred_at < :before")
                .bind("before", now.minus(KEPT))
                .fetch()
                .rowsUpdated();
    }
}
