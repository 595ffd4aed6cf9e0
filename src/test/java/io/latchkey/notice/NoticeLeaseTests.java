package io.latchkey.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Four runs that look at the same notices: each is tried once a lease, and noted once. */
class NoticeLeaseTests {

    private static final int RUNS = 4;
    private static final int NOTICES = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void takesEachOnceHoweverManyRunsThereAre() {
        try (TestService service = TestService.own();
                ExecutorService runs = Executors.newFixedThreadPool(RUNS)) {
            DatabaseClient database = service.bean(DatabaseClient.class);
            fill(database);
            NoticeQueue queue = service.bean(NoticeQueue.class);
            List<CompletableFuture<List<UUID>>> taking = IntStream.range(0, RUNS)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(() -> takeAll(queue, database), runs))
                    .toList();
            List<UUID> taken =
                    taking.stream().flatMap(run -> run.join().stream()).toList();

            assertThat(taken).hasSize(NOTICES).doesNotHaveDuplicates();
            assertThat(count(database, "notice WHERE attempts = 1 AND leased")).isEqualTo(NOTICES);
            assertThat(count(database, "notice_attempt WHERE attempt_number = 1"))
                    .isEqualTo(NOTICES);
        }
    }

    /** A run that was killed with notices in its hands leaves nobody to wait for. */
    @Test
    void countsNothingAsHeldByOthersThatWaitsForAMailServer() {
        try (TestService service = TestService.own()) {
            DatabaseClient database = service.bean(DatabaseClient.class);
            NoticeQueue queue = service.bean(NoticeQueue.class);
            fill(database);
            Instant over = Instant.now().minusSeconds(1).truncatedTo(ChronoUnit.MICROS);
            assertThat(known(queue.take(over, 16).collectList())).hasSize(16);
            assertThat(known(queue.held(over.minusSeconds(120)))).isEqualTo(16);

            queue.hold(Instant.now().plus(1, ChronoUnit.HOURS)).block(PATIENCE);
            assertThat(known(queue.held(Instant.now()))).isZero();
            assertThat(count(database, "notice WHERE due_at <= now()")).isZero();
        }
    }

    /** As while its reader is being erased. */
    @Test
    void takesTheOthersWhileSomebodyHasOneLocked() throws SQLException {
        try (TestService service = TestService.own();
                Connection other = TestDatabase.connect(service.databaseUrl());
                Statement statement = other.createStatement()) {
            fill(service.bean(DatabaseClient.class));
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM notice ORDER BY due_at, notice_id LIMIT 1 FOR UPDATE");

            Instant lease = Instant.now().plus(1, ChronoUnit.HOURS);
            assertThat(known(
                            service.bean(NoticeQueue.class).take(lease, NOTICES).collectList()))
                    .hasSize(NOTICES - 1);
            other.rollback();
        }
    }

    private static void fill(DatabaseClient database) {
        database.sql("""
            INSERT INTO notice (site_id, reader_id, notice_id, reason, kind, facts, message_id, status,
                outcome, attempts, noticed_at, queued_at, expires_at, due_at)
            SELECT 'raced', gen_random_uuid(), gen_random_uuid(), 'n' || n, 'contract-ended',
                jsonb_build_object('subscription', gen_random_uuid(), 'plan', 'Daily', 'endedAt', now()),
                'm' || n, 'pending', 'waiting', 0, now(), now(), now() + interval '1 day',
                now() - interval '1 minute'
            FROM generate_series(1, :count) AS n
            """).bind("count", NOTICES).then().block(PATIENCE);
    }

    /** Until none is due, whoever took the last one. */
    private static List<UUID> takeAll(NoticeQueue queue, DatabaseClient database) {
        Instant lease = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MICROS);
        List<UUID> taken = new ArrayList<>();
        while (count(database, "notice WHERE due_at <= now()") > 0) {
            known(queue.take(lease, 16).collectList()).forEach(notice -> taken.add(notice.id()));
        }
        return taken;
    }

    private static long count(DatabaseClient database, String rows) {
        return known(database.sql("SELECT count(*) FROM " + rows)
                .mapValue(Long.class)
                .one());
    }

    private static <T> T known(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }
}
