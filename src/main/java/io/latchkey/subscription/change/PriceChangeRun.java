package io.latchkey.subscription.change;

import io.latchkey.shared.time.DueWork;
import java.time.Instant;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells present subscribers of a price that was announced, and has the renewals from then on billed
 * at it. Who was not told 30 days before pays what they paid.
 */
@Component
@Order(3)
class PriceChangeRun implements DueWork {

    private final PriceLetters letters;
    private final PriceSchedule schedule;
    private final PriceChanges changes;

    PriceChangeRun(PriceLetters letters, PriceSchedule schedule, PriceChanges changes) {
        this.letters = letters;
        this.schedule = schedule;
        this.changes = changes;
    }

    /** One round; says how many subscriptions were told of a price or will renew at it. */
    @Override
    @Scheduled(fixedDelay = 60_000)
    public Mono<Long> run() {
        // Spring calls this once and subscribes each time: what is due is asked each time.
        return Flux.concat(Flux.defer(letters::tellDue), Flux.defer(schedule::scheduleDue))
                .filter(done -> done)
                .count();
    }

    @Override
    public Mono<Instant> nextDue(Instant by) {
        return changes.nextTold(by);
    }
}
