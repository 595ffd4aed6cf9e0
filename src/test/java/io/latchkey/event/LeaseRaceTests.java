package io.latchkey.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.shared.time.Clock;
import io.latchkey.testing.TestService;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Eight relays that look at the same queues: each queue is taken once a lease. */
class LeaseRaceTests {

    private static final int RELAYS = 8;
    private static final int LANES = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void takesEachOfTwoThousandQueuesOnce(TestReporter reporter) {
        race(2_000, reporter);
    }

    @Test
    @Tag("torture")
    void takesEachOfAHundredThousandQueuesOnce(TestReporter reporter) {
        race(100_000, reporter);
    }

    private static void race(int queues, TestReporter reporter) {
        try (TestService service = TestService.own();
                ExecutorService relays = Executors.newFixedThreadPool(RELAYS)) {
            Relays race = new Relays(
                    service.bean(EventQueues.class),
                    service.bean(DatabaseClient.class),
                    service.bean(Clock.class).tokenTime());
            race.fill(queues);
            long begin = System.nanoTime();
            List<CompletableFuture<List<UUID>>> taking = IntStream.range(0, RELAYS)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(race::takeAll, relays))
                    .toList();
            List<UUID> taken = new ArrayList<>();
            List<Integer> shares = new ArrayList<>();
            taking.forEach(relay -> {
                shares.add(relay.join().size());
                taken.addAll(relay.join());
            });
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            reporter.publishEntry(Map.of(
                    "queues", queues + "",
                    "shares", shares.toString(),
                    "queues a second", queues * 1_000L / took.toMillis() + ""));

            assertThat(taken).hasSize(queues);
            assertThat(new HashSet<>(taken)).hasSize(queues);
        }
    }

    private record Relays(EventQueues queues, DatabaseClient database, Instant now) {

        void fill(int count) {
            database.sql("""
                INSERT INTO event_queue (site_id, reader_id, consumer, last_position, done_position,
                    attempts, due_at, touched_at)
                SELECT 'raced', gen_random_uuid(), 'race', 1, 0, 0,
                    CAST(:now AS timestamptz) - interval '1 second' * (n % 100), :now
                FROM generate_series(1, :count) AS n
                """).bind("now", now).bind("count", count).then().block(PATIENCE);
        }

        /** Until none is due, whoever took the last one. */
        List<UUID> takeAll() {
            List<UUID> taken = new ArrayList<>();
            while (due()) {
                Instant lease = now.plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MICROS);
                known(queues.take("race", new String[0], lease, LANES).collectList())
                        .forEach(queue -> taken.add(queue.reader()));
            }
            return taken;
        }

        private boolean due() {
            return known(
                    database.sql("SELECT EXISTS (SELECT 1 FROM event_queue WHERE consumer = 'race' AND due_at <= :now)")
                            .bind("now", now)
                            .mapValue(Boolean.class)
                            .one());
        }

        private static <T> T known(Mono<T> mono) {
            return Objects.requireNonNull(mono.block(PATIENCE));
        }
    }
}
