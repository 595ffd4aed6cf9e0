package io.latchkey.event;

import io.latchkey.event.EventQueues.LeasedQueue;
import io.latchkey.shared.time.BackOff;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.event.Level;
import reactor.core.publisher.Mono;

/**
 * The way to consumers of one kind, with lanes of its own: however slow they are, other kinds are
 * not held up, and one of them holds up the others of its kind only in part.
 *
 * @param kind the consumer's name, or what stands before the colon in the names of many
 * @param lanes how many events this replica carries at once
 * @param lanesEach how many of these may go to one of them
 * @param backOff until a delivery that failed is tried again
 * @param complaint how loud a failure is logged
 */
record Route(
        String kind,
        int lanes,
        int lanesEach,
        BackOff backOff,
        Level complaint,
        Carrier carrier,
        AtomicInteger reserved,
        Map<String, Integer> underWay) {

    /** How long one delivery may take, its reading from the database included. */
    static final Duration TIME_LIMIT = Duration.ofSeconds(40);

    /** Delivers one event. */
    @FunctionalInterface
    interface Carrier {
        Mono<Void> carry(LeasedQueue queue, Event event, Instant failingSince);
    }

    static Route to(EventConsumer consumer) {
        return new Route(
                consumer.name(),
                8,
                8,
                new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                Level.WARN,
                (_, event, _) -> consumer.receive(event),
                new AtomicInteger(),
                new ConcurrentHashMap<>());
    }

    /** Their failures are for their owners to see, and not for our log. */
    static Route to(Subscribers subscribers) {
        return new Route(
                Subscribers.KIND,
                32,
                4,
                new BackOff(Duration.ofSeconds(5), Duration.ofHours(1)),
                Level.DEBUG,
                (queue, event, failingSince) -> subscribers.receive(subscriber(queue), event, failingSince),
                new AtomicInteger(),
                new ConcurrentHashMap<>());
    }

    private static UUID subscriber(LeasedQueue queue) {
        return UUID.fromString(queue.consumer().substring(Subscribers.KIND.length() + 1));
    }

    /** Takes free lanes, at most as many as one consumer may have; says how many. */
    int reserve() {
        int before = reserved.getAndUpdate(taken -> Math.min(lanes, taken + lanesEach));
        return Math.min(lanes, before + lanesEach) - before;
    }

    void release(int free) {
        reserved.addAndGet(-free);
    }

    /** Those that have all their lanes already. */
    String[] busy() {
        return underWay.entrySet().stream()
                .filter(entry -> entry.getValue() >= lanesEach)
                .map(Map.Entry::getKey)
                .toArray(String[]::new);
    }

    /**
     * Carries the next event of a queue; an empty one is an event that was deleted with its age.
     */
    Mono<Void> carry(LeasedQueue queue, Mono<Event> next, Instant now) {
        Instant failingSince = Optional.ofNullable(queue.failingSince()).orElse(now);
        return Mono.defer(() -> {
            underWay.merge(queue.consumer(), 1, Integer::sum);
            return next.flatMap(event -> carrier.carry(queue, event, failingSince))
                    .timeout(TIME_LIMIT)
                    .doFinally(
                            _ -> underWay.computeIfPresent(queue.consumer(), (_, many) -> many == 1 ? null : many - 1));
        });
    }
}
