package io.latchkey.event;

import io.latchkey.shared.database.Ids;
import io.latchkey.shared.database.Sweeps;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Perishable;
import io.latchkey.site.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Where facts are appended. Call it inside the transaction of the change that it tells of. */
@Component
public class EventLog implements Perishable {

    /**
     * In place of a reader, for facts about a site itself: the nil UUID (RFC 9562, section 5.9).
     */
    public static final UUID NO_READER = new UUID(0, 0);

    /** A year and a month, so that a year can be compared with the one before. */
    static final Duration KEPT = Duration.ofDays(400);

    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

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
     * Appends a fact about a reader or {@link #NO_READER}, and lets it wait for those who want to
     * know.
     *
     * @param type what happened
     * @param data what is told with it, of the kind that its type names
     */
    public Mono<Void> append(SiteId site, UUID reader, FactType type, Record data) {
        Map<String, Object> members = json.convertValue(type.entry().data().cast(data), MEMBERS);
        Event event = new Event(Ids.next(), site, reader, type.type(), members, clock.now());
        return Mono.defer(() -> queues.append(event, type.inner(), wanting(type)));
    }

    /** The names of the consumers here; the subscribers of sites stand in the database. */
    private List<String> wanting(FactType type) {
        return consumers.stream()
                .filter(consumer -> consumer.wants(type))
                .map(EventConsumer::name)
                .toList();
    }

    /** Whether this consumer has yet to be told something about the reader. */
    public Mono<Boolean> owes(String consumer, SiteId site, UUID reader) {
        return queues.owes(consumer, site, reader);
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return Sweeps.delete(database, "event WHERE occurred_at < :before", Map.of("before", now.minus(KEPT)));
    }
}
