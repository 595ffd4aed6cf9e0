package io.latchkey.shared.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.shared.problem.ProblemWriter;
import io.latchkey.testing.TestService;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What PostgreSQL ends for the sake of another is done all the same, once and whole. */
@Tag("oldest")
class ShieldTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init")
    private static TestService service;

    private final DatabaseClient database = service.bean(DatabaseClient.class);
    private final Shield shield = service.bean(Shield.class);
    private final AtomicInteger tries = new AtomicInteger();

    @BeforeAll
    static void start() {
        service = TestService.own();
        service.bean(DatabaseClient.class)
                .sql("CREATE TABLE counter (id integer PRIMARY KEY, n integer NOT NULL)")
                .then()
                .block(PATIENCE);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void clear() {
        run("DELETE FROM counter")
                .then(run("INSERT INTO counter VALUES (1, 0), (2, 0)"))
                .block(PATIENCE);
    }

    @Test
    void aDeadlockHasOneAnswerAndOneEffectForEach() {
        Meeting meeting = new Meeting();

        Mono.zip(
                        shield.transaction(crossing(meeting, 1, 2, Function.identity())),
                        shield.transaction(crossing(meeting, 2, 1, Function.identity())))
                .block(PATIENCE);

        assertThat(tries).as("one of the two was ended").hasValue(3);
        assertThat(numbers()).isEqualTo("2 2");
    }

    /** The inner one alone cannot be repeated: PostgreSQL has ended the outer with it. */
    @Test
    void aDeadlockInsideOfAnInnerTransactionRepeatsTheOuter() {
        Meeting meeting = new Meeting();

        Mono.zip(
                        shield.transaction(crossing(meeting, 1, 2, shield::transaction)),
                        shield.transaction(crossing(meeting, 2, 1, shield::transaction)))
                .block(PATIENCE);

        assertThat(tries).hasValue(3);
        assertThat(numbers()).isEqualTo("2 2");
    }

    @Test
    void aSerializationFailureHasOneAnswerAndOneEffectForEach() {
        Meeting meeting = new Meeting();

        Mono.zip(shield.transaction(serial(meeting)), shield.transaction(serial(meeting)))
                .block(PATIENCE);

        assertThat(tries).hasValue(3);
        assertThat(numbers()).isEqualTo("2 0");
    }

    /** Six tries in all, or one where a repetition would end the same. */
    @ParameterizedTest
    @CsvSource({"40001, 6", "40P01, 6", "23505, 1", "55P03, 1"})
    void givesUpInTheEndAndDoesNotRepeatWhatCannotHelp(String state, int expected) {
        Mono<Void> unit = tried().then(run("UPDATE counter SET n = n + 1 WHERE id = 1"))
                .then(run("DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '" + state + "'; END $$"));

        Throwable failure = shield.transaction(unit.thenReturn(new IllegalStateException("no failure")))
                .cast(Throwable.class)
                .onErrorResume(Mono::just)
                .block(PATIENCE);

        assertThat(tries).hasValue(expected);
        assertThat(numbers()).isEqualTo("0 0");
        if (state.startsWith("40")) {
            assertThat(failure).isNotNull();
            MockServerWebExchange answered = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
            service.bean(ProblemWriter.class).handle(answered, failure).block(PATIENCE);
            assertThat(answered.getResponse().getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        }
    }

    private Mono<Boolean> crossing(Meeting meeting, int first, int second, Function<Mono<Void>, Mono<Void>> inner) {
        return tried().then(run("UPDATE counter SET n = n + 1 WHERE id = " + first))
                .then(meeting.reached())
                .then(inner.apply(run("UPDATE counter SET n = n + 1 WHERE id = " + second)))
                .thenReturn(true);
    }

    private Mono<Boolean> serial(Meeting meeting) {
        return tried().then(run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
                .then(run("SELECT n FROM counter"))
                .then(meeting.reached())
                .then(run("UPDATE counter SET n = n + 1 WHERE id = 1"))
                .thenReturn(true);
    }

    private Mono<Void> tried() {
        return Mono.fromRunnable(tries::incrementAndGet);
    }

    private Mono<Void> run(String sql) {
        return database.sql(sql).then();
    }

    private String numbers() {
        return String.valueOf(database.sql("SELECT string_agg(n::text, ' ' ORDER BY id) AS numbers FROM counter")
                .map(Row.to(row -> row.text("numbers")))
                .one()
                .block(PATIENCE));
    }

    /** Two wait for each other once; whoever comes again passes. */
    private static final class Meeting {

        private final AtomicInteger arrived = new AtomicInteger();
        private final Sinks.Empty<Void> both = Sinks.empty();

        Mono<Void> reached() {
            return Mono.defer(() -> {
                if (arrived.incrementAndGet() == 2) {
                    both.tryEmitEmpty();
                }
                return both.asMono();
            });
        }
    }
}
