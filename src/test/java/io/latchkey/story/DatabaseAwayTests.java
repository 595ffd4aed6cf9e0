package io.latchkey.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import io.latchkey.testing.Wire;
import io.r2dbc.pool.ConnectionPool;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A database that hears and says nothing, stopped or behind a network that loses everything: each
 * call is refused in time, what needs no database is answered, and all is well when it is back.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseAwayTests {

    private static final long BOUND_SECONDS = 1;

    /** Of a busy machine, beside the bound itself. */
    private static final long PATIENCE_SECONDS = 20;

    private static final int CALLS_OF_EACH = 5;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgres postgres;

    @SuppressWarnings("NullAway.Init")
    private Wire wire;

    @SuppressWarnings("NullAway.Init")
    private TestService service;

    @SuppressWarnings("NullAway.Init")
    private TestSite site;

    @SuppressWarnings("NullAway.Init")
    private TestReader reader;

    @BeforeAll
    void start() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
        wire = new Wire(postgres.getPort());
        service = TestService.on(
                wire.through(url()),
                "--latchkey.requests.bound=" + BOUND_SECONDS + "s",
                "--latchkey.requests.long-bound=2s",
                "--latchkey.database.pool-size=8");
        site = service.site("away").articles("post-", 60, "premium").article("other", "premium");
        reader = site.reader("reader");
        site.grant("reader", 100);
    }

    @AfterAll
    void stop() throws IOException {
        service.close();
        wire.close();
        postgres.close();
    }

    @Test
    void refusesInTimeWhileEveryProcessOfTheDatabaseIsStopped() throws SQLException {
        List<ProcessHandle> processes = DatabaseProcesses.of(url());
        long before = unlocks();
        Refused refused;
        try {
            signal("-STOP", processes);
            refused = refusedInTime("post-1");
        } finally {
            signal("-CONT", processes);
        }
        allIsWell("post-2");

        assertThat(refused.answers()).allSatisfy(DatabaseAwayTests::isRefusal);
        // The database carried some out when it went on: nothing twice, and what was asked again
        // is the same unlock.
        assertThat(reader.unlock("post-1").status()).isIn(200, 201);
        assertThat(unlocks()).isEqualTo(before + 2);
        assertThat(reader.unlockLeft()).isEqualTo(granted() - unlocks());
    }

    @Test
    void refusesInTimeWhileTheNetworkSwallowsAllAndComesBackOnNewConnections() throws SQLException {
        long before = unlocks();
        CompletableFuture<Answer> underWay;
        Refused refused;
        try (Connection holder = TestDatabase.connect(url())) {
            underWay = grantThatWaitsFor(holder);
            wire.swallow();
            holder.rollback();
            refused = refusedInTime("post-11");
        } finally {
            wire.mend();
        }
        allIsWell("post-12");

        assertThat(answered(underWay)).satisfies(DatabaseAwayTests::isRefusal);
        assertThat(answered(underWay).code()).isEqualTo("outcome-unknown");

        assertThat(refused.answers()).allSatisfy(DatabaseAwayTests::isRefusal);
        assertThat(reader.unlock("post-11").status()).isIn(200, 201);
        assertThat(unlocks()).isEqualTo(before + 2);
    }

    /** As a database that is restarted does, or a proxy before it at night. */
    @Test
    void whatTheDatabaseClosedWhileNobodyUsedItFailsNobody() throws SQLException {
        meCalls();
        try (Connection connection = TestDatabase.connect(url());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity" + " WHERE application_name = 'latchkey'");
        }
        Wait.until("all that there were are closed", wire::isIdle);

        assertThat(meCalls()).allSatisfy(it -> assertThat(it.status()).isEqualTo(200));
    }

    /** As many at once as use every connection. */
    private List<Answer> meCalls() {
        return Stream.generate(() -> call("GET", "/v1/me", reader.token(), "")).limit(16).toList().stream()
                .map(DatabaseAwayTests::answered)
                .toList();
    }

    /** In the middle of its transaction, behind the shield. */
    private CompletableFuture<Answer> grantThatWaitsFor(Connection holder) throws SQLException {
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("LOCK TABLE unlock_grant IN SHARE MODE");
            AtomicReference<CompletableFuture<Answer>> grant = new AtomicReference<>(grant());
            Wait.until("the grant waits", () -> {
                // On a slow machine it was refused before anybody looked.
                grant.updateAndGet(sent -> sent.isDone() ? grant() : sent);
                try (ResultSet waiting = statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")) {
                    waiting.next();
                    return waiting.getLong(1) > 0;
                }
            });
            return grant.get();
        }
    }

    private CompletableFuture<Answer> grant() {
        return service.api()
                .sendAsync(service.api()
                        .request("/v1/readers/reader/grants", site.key())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "slow-grant")
                        .POST(BodyPublishers.ofString("{\"amount\":1,\"source\":\"gift\"}"))
                        .build());
    }

    /** What was answered while the database was away. */
    private record Refused(List<Answer> answers) {}

    private Refused refusedInTime(String article) {
        List<CompletableFuture<Answer>> sent = new ArrayList<>();
        for (int i = 0; i < CALLS_OF_EACH; i++) {
            sent.add(reader.unlockAsync(service.api(), article));
            sent.add(call("GET", "/v1/me", reader.token(), ""));
            sent.add(call("GET", "/v1/readers/reader", site.key(), ""));
            sent.add(call("PUT", "/v1/readers/another-" + i, site.key(), "{\"email\":\"a@reader.example\"}"));
            sent.add(call("POST", "/v1/readers/reader/sessions", site.key(), ""));
            sent.add(call("POST", "/v1/me/subscription", reader.token(), "{\"plan\":\"no\"}"));
        }
        List<CompletableFuture<Answer>> open = Stream.of(
                        "/actuator/health/liveness", "/actuator/health/readiness", "/.well-known/jwks.json")
                .map(path -> call("GET", path, null, ""))
                .toList();

        assertThat(open).allSatisfy(it -> assertThat(answered(it).status()).isEqualTo(200));
        assertThat(answered(gate()).status()).isEqualTo(403);
        return new Refused(sent.stream().map(DatabaseAwayTests::answered).toList());
    }

    private CompletableFuture<Answer> gate() {
        return service.api()
                .sendAsync(service.api()
                        .request("/v1/gate/nginx?site=" + site.id(), reader.token())
                        .header("X-Latchkey-Article", "other")
                        .build());
    }

    private CompletableFuture<Answer> call(String method, String path, @Nullable String key, String body) {
        HttpRequest.Builder request = service.api().request(path, key);
        return service.api()
                .sendAsync(request.header("Content-Type", "application/json")
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build());
    }

    private static Answer answered(CompletableFuture<Answer> call) {
        return call.orTimeout(BOUND_SECONDS + PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static void isRefusal(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.code()).isIn("busy", "outcome-unknown", "database-unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    /** The first calls may meet a connection of which nobody knows yet that it is dead. */
    private void allIsWell(String article) {
        long back = System.nanoTime();
        Wait.until("it unlocks again", () -> reader.unlock(article).status(), status -> status == 200 || status == 201);
        Wait.until("many calls at once are answered", () -> meCalls().stream().allMatch(it -> it.status() == 200));
        System.out.printf(
                "All was well %d ms after the database was back.%n",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - back));
        Wait.until(
                "no connection is in use",
                () -> service.bean(ConnectionPool.class)
                        .getMetrics()
                        .orElseThrow()
                        .acquiredSize(),
                inUse -> inUse == 0);
    }

    private String url() {
        return "postgresql://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    private long unlocks() throws SQLException {
        return number("SELECT count(*) FROM unlock");
    }

    private long granted() throws SQLException {
        return number("SELECT sum(amount) FROM unlock_grant");
    }

    private long number(String query) throws SQLException {
        try (Connection connection = TestDatabase.connect(url());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            found.next();
            return found.getLong(1);
        }
    }

    private static void signal(String signal, List<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(List.of("/bin/kill", signal));
        processes.forEach(it -> command.add(Long.toString(it.pid())));
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
