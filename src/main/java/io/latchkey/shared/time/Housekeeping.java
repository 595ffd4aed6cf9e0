package io.latchkey.shared.time;

import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Deletes what has had its time, once an hour; two replicas at it do no harm. */
@Component
class Housekeeping {

    private final List<Perishable> rooms;
    private final Clock clock;

    Housekeeping(List<Perishable> rooms, Clock clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1H")
    Mono<Long> purge() {
        return Flux.fromIterable(rooms)
                .concatMap(room -> room.purge(clock.now()))
                .reduce(0L, Long::sum);
    }
}
