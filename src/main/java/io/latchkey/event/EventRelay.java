package io.latchkey.event;

import io.latchkey.event.EventQueues.LeasedQueue;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Round;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Carries events to their consumers. Replicas share the work by taking queues for a while; a killed
 * relay's queues are taken again, and at most the event that it was delivering comes twice.
 */
@Component
public class EventRelay {

    private static final Logger LOG = LoggerFactory.getLogger(EventRelay.class);

    /** Longer than a consumer may take, so that no queue is in two hands. */
    private static final Duration LEASE = Route.TIME_LIMIT.plusSeconds(20);

    private final EventQueues queues;
    private final ObjectProvider<EventConsumer> consumers;
    private final ObjectProvider<Subscribers> subscribers;
    private final Clock clock;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    private final Set<Mono<Long>> underWay = ConcurrentHashMap.newKeySet();

    /** Consumers append events themselves: late bound. */
    EventRelay(
            EventQueues queues,
            ObjectProvider<EventConsumer> consumers,
            ObjectProvider<Subscribers> subscribers,
            Clock clock) {
        this.queues = queues;
        this.consumers = consumers;
        this.subscribers = subscribers;
        this.clock = clock;
    }

    /**
     * Delivers what is due until nothing is, waits for what this relay is delivering besides, and
     * says how many events were delivered, and how many queues others hold.
     */
    public Mono<Round> run() {
        return Mono.defer(() -> {
            Instant begin = clock.tokenTime();
            Mono<Long> own = begin();
            return own.flatMap(delivered -> besides(own).reduce(delivered, Long::sum))
                    .flatMap(delivered -> queues.held(kinds(), begin).map(held -> new Round(delivered, held)))
                    .doOnNext(round -> round.tell(LOG))
                    .doFinally(_ -> underWay.remove(own));
        });
    }

    private List<String> kinds() {
        return routes().stream().map(Route::kind).toList();
    }

    /** Asked once the own round is over: what it did not find due, these have taken. */
    private Flux<Long> besides(Mono<Long> own) {
        return Flux.fromIterable(List.copyOf(underWay))
                .filter(other -> !other.equals(own))
                .concatMap(other -> other.onErrorComplete());
    }

    /**
     * At a fixed rate, which does not wait for the round before: one slow consumer holds up neither
     * the others nor whatever else is scheduled. Lanes bound what is under way.
     */
    @Scheduled(fixedRate = 500)
    Mono<Long> round() {
        return Mono.defer(() -> {
            Mono<Long> own = begin();
            return own.doFinally(_ -> underWay.remove(own));
        });
    }

    private Mono<Long> begin() {
        Mono<Long> round = Mono.fromFuture(
                Flux.fromIterable(routes())
                        .flatMap(this::carry)
                        .reduce(0L, Long::sum)
                        .toFuture(),
                true);
        underWay.add(round);
        return round;
    }

    private List<Route> routes() {
        consumers.forEach(consumer -> routes.computeIfAbsent(consumer.name(), _ -> Route.to(consumer)));
        subscribers.forEach(present -> routes.computeIfAbsent(Subscribers.KIND, _ -> Route.to(present)));
        return List.copyOf(routes.values());
    }

    /** Fills the route's free lanes; each goes on with the next queue until none is due. */
    private Flux<Long> carry(Route route) {
        int lanes = route.reserve();
        return lanes == 0
                ? Flux.empty()
                : take(route, lanes)
                        .collectList()
                        .doOnNext(taken -> route.release(lanes - taken.size()))
                        .flatMapMany(Flux::fromIterable)
                        .flatMap(taken -> lane(route, taken), lanes);
    }

    private Flux<Long> lane(Route route, LeasedQueue first) {
        return deliver(route, first)
                .expand(_ -> take(route, 1).flatMap(taken -> deliver(route, taken)))
                .doFinally(_ -> route.release(1));
    }

    /**
     * Nothing while the database is away: a queue that was taken all the same waits for its lease.
     */
    private Flux<LeasedQueue> take(Route route, int most) {
        return queues.take(
                        route.kind(),
                        route.busy(),
                        clock.tokenTime().plus(LEASE).truncatedTo(ChronoUnit.MICROS),
                        most)
                .onErrorResume(error -> {
                    LOG.warn("what is due for {} cannot be read: {}", route.kind(), error.toString());
                    return Flux.empty();
                });
    }

    /** A failure concerns this queue alone: the lane goes on. */
    private Mono<Long> deliver(Route route, LeasedQueue queue) {
        return route.carry(queue, queues.next(queue), clock.tokenTime())
                .then(Mono.defer(() -> queues.done(queue)))
                .thenReturn(1L)
                .onErrorResume(error -> later(route, queue, error).thenReturn(0L));
    }

    private Mono<Void> later(Route route, LeasedQueue queue, Throwable error) {
        Duration wait = route.backOff().after(queue.attempts());
        LOG.atLevel(route.complaint())
                .log(
                        "{} did not take an event of reader {} at {}, try {}, again in {}: {}",
                        queue.consumer(),
                        queue.reader(),
                        queue.site(),
                        queue.attempts(),
                        wait,
                        error.toString());
        return queues.later(queue, clock.tokenTime().plus(wait)).onErrorResume(unwritten -> {
            LOG.warn(
                    "{} of reader {} waits for its lease to end: {}",
                    queue.consumer(),
                    queue.reader(),
                    unwritten.toString());
            return Mono.empty();
        });
    }
}
