package io.latchkey.shared.time;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Deletes what has had its time, once an hour; two replicas at it do no harm. */
@Component
class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final List<Perishable> rooms;
    private final Clock clock;

    Housekeeping(List<Perishable> rooms, Clock clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1H")
    Mono<Long> purge() {
        return Flux.fromIterable(rooms).concatMap(this::purge).reduce(0L, Long::sum);
    }

    /** A room that cannot be cleared now is tried again with the next round, and stops no other. */
    private Mono<Long> purge(Perishable room) {
        return Mono.defer(() -> room.purge(clock.now())).onErrorResume(error -> {
            LOG.warn("what is old in {} was not deleted: {}", room.getClass().getSimpleName(), error.toString());
            return Mono.just(0L);
        });
    }
}
