package io.latchkey.shared.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestService;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** However many rows are old, all of them go, and no other. */
class SweepsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OLD = 2 * Sweeps.BATCH + 1;

    private final DatabaseClient database = TestService.shared().bean(DatabaseClient.class);

    @AfterEach
    void drop() {
        run("DROP TABLE swept");
    }

    @BeforeEach
    void fill() {
        run("CREATE TABLE swept (reader_id uuid, age integer, state text)");
        run("INSERT INTO swept SELECT gen_random_uuid(), 9, 'there' FROM generate_series(1, " + OLD + ")");
        run("INSERT INTO swept SELECT reader_id, 1, 'there' FROM swept");
    }

    @Test
    void deletesBatchAfterBatch() {
        assertThat(known(Sweeps.delete(database, "swept WHERE age > :age", Map.of("age", 5))))
                .isEqualTo(OLD);
        assertThat(count("age > 5")).isZero();
        assertThat(count("age = 1")).isEqualTo(OLD);
        assertThat(known(Sweeps.delete(database, "swept WHERE age > :age", Map.of("age", 5))))
                .isZero();
    }

    @Test
    void deletesAllOfAReaderWhoHasMoreThanABatch() {
        run("UPDATE swept SET reader_id = (SELECT min(reader_id::text)::uuid FROM swept)");
        assertThat(known(Sweeps.delete(database, "swept WHERE age > :age", Map.of("age", 5))))
                .isEqualTo(OLD);
        assertThat(count("age = 1")).isEqualTo(OLD);
    }

    @Test
    void changesBatchAfterBatch() {
        assertThat(known(Sweeps.update(
                        database,
                        "swept WHERE age > :age AND state = 'there'",
                        Map.of("age", 5),
                        "state = :state",
                        Map.of("state", "seen"))))
                .isEqualTo(OLD);
        assertThat(count("state = 'seen' AND age = 9")).isEqualTo(OLD);
        assertThat(count("state = 'there' AND age = 1")).isEqualTo(OLD);
    }

    @Test
    void endsWhenNothingChanges() {
        assertThat(known(Sweeps.inBatches(Mono.just(Collections.nCopies(Sweeps.BATCH, "held")), _ -> Mono.just(0L))))
                .isZero();
    }

    private long count(String which) {
        return known(database.sql("SELECT count(*) FROM swept WHERE " + which)
                .mapValue(Long.class)
                .one());
    }

    private void run(String sql) {
        database.sql(sql).then().block(PATIENCE);
    }

    private static <T> T known(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }
}
