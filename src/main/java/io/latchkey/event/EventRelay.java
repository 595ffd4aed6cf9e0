package io.latchkey.event;

import io.latchkey.event.EventQueues.Taken;
import io.latchkey.shared.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Optional;

/**
 * Carries events to their consumers. Replicas share the work by taking queues for a while; a killed
 * relay's queues are taken again, and at most the event it was delivering is delivered twice.
 */
@Component
public class EventRelay {

    private static final Logger LOG = LoggerFactory.getLogger(EventRelay.class);

    private static final Duration TIME_LIMIT = Duration.ofSeconds(40);
    private static final Duration LEASE = TIME_LIMIT.plusSeconds(20);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final int MOST_QUEUES = 64;
    private static final int SIDE_BY_SIDE = 8;
    private static final int MOST_DOUBLINGS = 10;

    private final EventQueues queues;
    private final ObjectProvider<EventConsumer> consumers;
    private final Clock clock;

    /** Consumers append events themselves: late bound. */
    EventRelay(EventQueues queues, ObjectProvider<EventConsumer> consumers, Clock clock) {
        this.queues = queues;
        this.consumers = consumers;
        this.clock = clock;
    }

    /** Delivers what is due, until nothing is; says how many events that were. */
    @Scheduled(fixedDelay = 500)
    public Mono<Long> run() {
        return queues.take(clock.tokenTime().plus(LEASE), MOST_QUEUES)
                .flatMap(queue -> deliver(queue), SIDE_BY_SIDE)
                .reduce(new Round(0, 0), Round::and)
                .flatMap(round ->
                        round.queues() == 0
                                ? Mono.just(0L)
                                : run().map(more -> more + round.delivered()));
    }

    private record Round(long queues, long delivered) {
        Round and(Round other) {
            return new Round(queues + other.queues, delivered + other.delivered);
        }
    }

    private Mono<Round> deliver(Taken queue) {
        Optional<EventConsumer> consumer =
                consumers.stream().filter(it -> it.name().equals(queue.consumer())).findFirst();
        return consumer.map(it -> deliver(it, queue))
                // Of another version, or switched off here: it waits for whoever knows it.
                .orElseGet(() ->
                        queues.later(queue, clock.tokenTime().plus(LONGEST_WAIT))
                                .thenReturn(new Round(1, 0)));
    }

    private Mono<Round> deliver(EventConsumer consumer, Taken queue) {
        return queues.next(queue)
                .flatMap(consumer::receive)
                .timeout(TIME_LIMIT)
                .then(Mono.defer(() -> queues.done(queue, clock.tokenTime())))
                .thenReturn(new Round(1, 1))
                .onErrorResume(error -> later(queue, error).thenReturn(new Round(1, 0)));
    }

    private Mono<Void> later(Taken queue, Throwable error) {
        LOG.warn(
                "{} did not take an event of reader {} at {}, try {}: {}",
                queue.consumer(),
                queue.reader(),
                queue.site(),
                queue.attempts(),
                error.toString());
        return queues.later(queue, clock.tokenTime().plus(wait(queue.attempts())));
    }

    /** Doubles from a second on. */
    static Duration wait(int attempts) {
        Duration wait = Duration.ofSeconds(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
