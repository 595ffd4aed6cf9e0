package io.latchkey.payment.sandbox;

import io.latchkey.event.EventRelay;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.DueWork;
import io.latchkey.shared.time.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Moves business time ahead, from one due moment to the next, so that every renewal happens at its
 * own time. The lead is stored; other replicas read it within two seconds.
 */
@Component
@WhenSandbox
class SandboxClock {

    /** A jump over ten years of a daily plan, and a bound for whatever would not come to an end. */
    private static final int MOST_STEPS = 10_000;

    /** Another run may hold what is due: a while to wait for it, and how often at most. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private static final int MOST_BARREN_STEPS = 40;

    private final DatabaseClient database;
    private final Clock clock;
    private final List<DueWork> works;
    private final EventRelay relay;

    /**
     * The sandbox's clock.
     *
     * @param works first what happens at the provider, then what follows from it here
     */
    SandboxClock(DatabaseClient database, Clock clock, List<DueWork> works, EventRelay relay) {
        this.database = database;
        this.clock = clock;
        this.works = works;
        this.relay = relay;
    }

    /** Reads the lead that this or another replica stored. */
    @Scheduled(fixedDelay = 2_000)
    Mono<Void> follow() {
        return database.sql("SELECT lead_seconds FROM sandbox_clock")
                .mapValue(Long.class)
                .one()
                .map(Duration::ofSeconds)
                .doOnNext(clock::runAheadBy)
                .then();
    }

    /**
     * Advances to the given moment, doing on the way what falls due; answers with business time.
     */
    Mono<Instant> advanceTo(Instant target) {
        AtomicInteger barren = new AtomicInteger();
        return relay.run()
                .thenMany(Flux.range(0, MOST_STEPS))
                .concatMap(_ -> step(target, barren), 1)
                .takeWhile(Boolean::booleanValue)
                .then(Mono.defer(() -> leadTo(target)))
                .then(Mono.defer(this::work))
                .then(Mono.fromSupplier(clock::now));
    }

    /** False when nothing is due on the way any more, or nothing of it can be done. */
    private Mono<Boolean> step(Instant target, AtomicInteger barren) {
        return Flux.fromIterable(works)
                .flatMap(work -> work.nextDue(target))
                .reduce((one, other) -> one.isBefore(other) ? one : other)
                .flatMap(due -> due.isAfter(clock.now()) ? leadTo(due).thenReturn(due) : Mono.just(due))
                .flatMap(_ -> work())
                .flatMap(changed -> {
                    if (changed > 0) {
                        barren.set(0);
                        return Mono.just(true);
                    }
                    return Mono.delay(PATIENCE).thenReturn(barren.incrementAndGet() < MOST_BARREN_STEPS);
                })
                .defaultIfEmpty(false);
    }

    /** All that happens by itself: at the provider, then here, then what is carried to others. */
    private Mono<Long> work() {
        return Flux.fromIterable(works)
                .concatMap(DueWork::run)
                .concatWith(relay.run().map(Round::done))
                .reduce(0L, Long::sum);
    }

    private Mono<Void> leadTo(Instant moment) {
        // Rounded up: at the moment itself things must be due, not about to be.
        long seconds =
                Duration.between(clock.tokenTime(), moment).plusMillis(999).toSeconds();
        long lead = Math.max(
                seconds, Duration.between(clock.tokenTime(), clock.now()).toSeconds());
        return database.sql("""
            INSERT INTO sandbox_clock (only_row, lead_seconds) VALUES (true, :lead)
            ON CONFLICT (only_row) DO UPDATE SET
                lead_seconds = greatest(sandbox_clock.lead_seconds, excluded.lead_seconds)
            """).bind("lead", lead).then().then(Mono.defer(this::follow));
    }
}
