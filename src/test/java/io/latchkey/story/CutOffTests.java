package io.latchkey.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.shared.database.Shield;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import io.r2dbc.pool.ConnectionPool;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Requests that are cut off at random take nothing away from those that were answered: what a
 * cancelled transaction leaves on its connection would swallow the next write on it (rule 5).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CutOffTests {

    private static final String GRANT = "{\"amount\":1,\"source\":\"gift\"}";

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final HangUps hangUps = new HangUps(random);

    @SuppressWarnings("NullAway.Init")
    private TestService service;

    @BeforeAll
    void start() {
        System.out.println("Requests are cut off with seed " + seed + ".");
        // Few connections, so that a spoiled one is soon used again.
        service = TestService.own("--latchkey.database.pool-size=5");
        query("CREATE TABLE kept (id integer, part integer, PRIMARY KEY (id, part))");
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @AfterEach
    void leavesNoTransactionOpen() {
        Wait.until("no connection is in use", this::inUse, inUse -> inUse == 0);
        assertThat(query("""
            SELECT query FROM pg_stat_activity
            WHERE datname = current_database()
                AND state LIKE 'idle in transaction%'
            """)).isEmpty();
    }

    @Test
    void shieldsTransactionsSoThatNoAnsweredWriteIsLost() {
        Shield shield = service.bean(Shield.class);
        Set<String> answered = new HashSet<>();

        Flux.range(0, 2_000)
                .flatMap(
                        id -> id % 2 == 0
                                ? cutOff(shield.transaction(write(id, 0).then(write(id, 1))))
                                : write(id, 0).thenReturn(id),
                        16)
                .doOnNext(id -> answered.add(String.valueOf(id)))
                .blockLast(Duration.ofSeconds(60));
        leavesNoTransactionOpen();

        assertThat(query("SELECT id FROM kept")).containsAll(answered);
        assertThat(query("SELECT id FROM kept WHERE id % 2 = 0 GROUP BY id HAVING count(*) <> 2"))
                .as("units of which a part was kept")
                .isEmpty();
        assertThat(answered).as("seed %d cut off too much", seed).hasSizeGreaterThan(1_000);
        assertThat(answered).as("seed %d cut off nothing", seed).hasSizeLessThan(2_000);
    }

    @Test
    void keepsEveryGrantThatWasAnswered() throws IOException {
        TestSite site = service.site("cut");
        List<CompletableFuture<Answer>> sent = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            hangUps.afterAPart(service.port(), site, "/v1/readers/cut/grants", GRANT);
            hangUps.soon(grant(site, "cut"));
            sent.add(site.api().sendAsync(grant(site, "kept")));
        }

        List<String> answered = sent.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.status() == 201)
                .map(answer -> answer.body().path("grant").path("id").asString())
                .toList();
        leavesNoTransactionOpen();

        assertThat(answered).hasSize(150);
        assertThat(query("SELECT grant_id FROM unlock_grant")).containsAll(answered);
        assertThat(query("""
            SELECT idempotency_key FROM idempotency WHERE answer IS NULL
            """))
                .as("keys that were reserved for a grant that never came")
                .isEmpty();
    }

    @Test
    void keepsEveryCancellationThatWasAnsweredAndCancelsByWholes() {
        TestSite site = service.site("cancel").monthlyPlan("monthly", 0, 3);
        List<TestReader> readers = IntStream.range(0, 40)
                .mapToObj(number -> site.reader("reader-" + number))
                .toList();
        readers.forEach(CutOffTests::subscribe);

        List<CompletableFuture<Answer>> sent = new ArrayList<>();
        for (TestReader reader : readers) {
            boolean cut = Integer.parseInt(reader.ref().substring(7)) % 2 == 0;
            if (cut) {
                hangUps.soon(cancellation(site, reader));
            } else {
                sent.add(site.api().sendAsync(cancellation(site, reader)));
            }
        }
        List<Answer> answers = sent.stream().map(CompletableFuture::join).toList();
        leavesNoTransactionOpen();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(201));
        assertThat(query("SELECT receipt_id FROM receipt"))
                .containsAll(answers.stream().map(answer -> answer.text("id")).toList());
        assertThat(query("SELECT cancellation_receipt_id FROM subscription WHERE status =" + " 'canceled'"))
                .as("a cancellation and its receipt are one")
                .containsExactlyInAnyOrderElementsOf(
                        query("SELECT receipt_id FROM receipt WHERE kind = 'cancellation'"));
        assertThat(readers)
                .allSatisfy(reader ->
                        assertThat(reader.cancel("period-end").status()).isIn(200, 201));
    }

    @Test
    void oneReaderHoldsNoMoreThanFourConnectionsHoweverOftenTheyHangUp() throws SQLException {
        TestSite site = service.site("crowd").articles("post-", 40, "premium");
        site.grant("many", 100);
        site.grant("another", 1);
        TestReader many = site.reader("many");
        TestReader another = site.reader("another");
        List<CompletableFuture<Answer>> sent = new ArrayList<>();
        try (Connection holder = TestDatabase.connect(service.databaseUrl());
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT 1 FROM unlock_grant WHERE amount = 100 FOR UPDATE");
            AtomicInteger next = new AtomicInteger();
            Runnable unlockAndHangUp = () -> hangUps.soon(unlock(many, "post-" + next.getAndIncrement() % 40));
            for (int i = 0; i < 40; i++) {
                unlockAndHangUp.run();
            }
            Wait.until(
                    "four of them wait for the database",
                    () -> {
                        // On a busy machine many hang up before anybody heard what they want.
                        unlockAndHangUp.run();
                        return query("SELECT pid FROM pg_locks WHERE NOT granted")
                                .size();
                    },
                    waiting -> waiting == 4);
            assertThat(inUse()).isLessThanOrEqualTo(4);
            assertThat(another.unlock("post-1").status()).isEqualTo(201);
            for (int i = 0; i < 40; i++) {
                sent.add(many.unlockAsync(service.api(), "post-" + i));
            }
            assertThat(another.me().path("unlockLeft").asInt()).isZero();
            assertThat(inUse()).isLessThanOrEqualTo(4);
            holder.rollback();
        }

        assertThat(sent).allSatisfy(it -> assertThat(it.join().status()).isIn(200, 201));
        leavesNoTransactionOpen();
        assertThat(many.unlockLeft()).isEqualTo(60);
    }

    private int inUse() {
        return service.bean(ConnectionPool.class).getMetrics().orElseThrow().acquiredSize();
    }

    private static HttpRequest unlock(TestReader reader, String article) {
        return reader.site()
                .api()
                .request("/v1/me/unlocks", reader.token())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"article\":\"%s\"}".formatted(article)))
                .build();
    }

    /** Waits for a moment that is sometimes too short; both ways of giving up cancel. */
    private Mono<Integer> cutOff(Mono<Integer> unit) {
        Duration patience = Duration.ofNanos(random.nextInt(1_000_000 << random.nextInt(6)));
        return random.nextBoolean()
                ? unit.timeout(patience).onErrorComplete(TimeoutException.class)
                : unit.takeUntilOther(Mono.delay(patience));
    }

    private Mono<Integer> write(int id, int part) {
        return service.bean(DatabaseClient.class)
                .sql("INSERT INTO kept (id, part) VALUES (:id, :part)")
                .bind("id", id)
                .bind("part", part)
                .fetch()
                .rowsUpdated()
                .thenReturn(id);
    }

    private static HttpRequest grant(TestSite site, String ref) {
        return site.api()
                .request("/v1/readers/" + ref + "/grants", site.key())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(GRANT))
                .build();
    }

    private static void subscribe(TestReader reader) {
        Answer begun = reader.site().api().post("/v1/me/subscription", reader.token(), "{\"plan\":\"monthly\"}");
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
    }

    private static HttpRequest cancellation(TestSite site, TestReader reader) {
        return site.api()
                .request("/v1/me/subscription/cancellation", reader.token())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"effective\":\"period-end\"}"))
                .build();
    }

    /** The first column of what a query answers. */
    private List<String> query(String sql) {
        try (Connection connection = TestDatabase.connect(service.databaseUrl());
                Statement statement = connection.createStatement()) {
            List<String> column = new ArrayList<>();
            if (statement.execute(sql)) {
                ResultSet result = statement.getResultSet();
                while (result.next()) {
                    column.add(String.valueOf(result.getString(1)));
                }
            }
            return column;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
