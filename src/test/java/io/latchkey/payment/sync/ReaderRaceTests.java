package io.latchkey.payment.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.account.home.Desk;
import io.latchkey.event.EventRelay;
import io.latchkey.payment.provider.ProviderEvents;
import io.latchkey.shared.time.Perishable;
import io.latchkey.testing.Api;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import io.latchkey.testing.Wait;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Whatever happens to one reader at once, nothing waits in a circle: PostgreSQL ends no transaction
 * for a deadlock, although the shield would repeat it, and every call is answered.
 */
class ReaderRaceTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Nobody is refused for waiting long: only a circle ends a wait. */
    private static final String[] SETTINGS = {
        "--latchkey.webhook.private-addresses=true",
        "--latchkey.database.acquire-timeout=50s",
        "--latchkey.database.lock-timeout=50s",
        "--latchkey.database.statement-timeout=50s"
    };

    private static final String SUBSCRIPTION = "/v1/me/subscription";

    private final String database = TestDatabase.fresh();
    private final AtomicInteger count = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private List<TestService> replicas;

    @SuppressWarnings("NullAway.Init")
    private TestSite site;

    @SuppressWarnings("NullAway.Init")
    private String webhook;

    /**
     * A reader with a bit of everything.
     *
     * @param pack the path of a checkout that is not paid yet
     * @param payment the id of what was paid for the subscription
     * @param anonymous the token of a history that is theirs as well
     */
    private record Life(TestSubscriber subscriber, String pack, String payment, String anonymous) {

        TestReader reader() {
            return subscriber.reader();
        }
    }

    /** Something that happens to a reader, through a replica. */
    private enum Deed {
        UNLOCK,
        READ,
        BUY,
        BUY_PACK,
        PAY_PACK,
        PAY_AGAIN,
        DISPUTE,
        LOSE_DISPUTE,
        BETTER_PLAN,
        CHEAPER_PLAN,
        STAY_FOR_LESS,
        CANCEL,
        CANCEL_NOW,
        UNDO,
        PAUSE,
        RESUME,
        WITHDRAW,
        REFUND,
        GIFT,
        TAKE_BACK,
        GRANT,
        MERGE,
        TELL,
        SIGN_OUT,
        ERASE,
        SWEEP,
        RECONCILE,
        REPLAY,
        CARRY_ON
    }

    @BeforeEach
    void start() {
        replicas = List.of(TestService.on(database, SETTINGS), TestService.on(database, SETTINGS));
        site = replicas.getFirst()
                .site("raced")
                .meter(5, 3)
                .articles("premium", 3, "premium")
                .articles("metered", 3, "metered")
                .monthlyPlan("less", 300, 1)
                .monthlyPlan("basic", 500, 2)
                .monthlyPlan("better", 900, 3)
                .plan("pack", """
                    {"kind":"pack","name":"Five","unlocks":5,
                     "price":{"amountMinor":200,"currency":"EUR"}}
                    """);
        // Each waits for facts of other types: so appending locks other queues each time.
        webhook = subscribed("[]");
        subscribed("[\"subscription.canceled\",\"payment.received\"]");
        subscribed("[\"receipt.issued\",\"checkout.paid\",\"subscription.paused\"]");
        api(0).put("/v1/promo-codes/HALF", site.key(), "{\"percent\":50}");
        api(0).put("/v1/site/cancellation-offer", site.key(), "{\"offer\":\"discount\",\"code\":\"HALF\"}");
    }

    @Test
    void everythingAtOnceIsAnsweredAndNothingDeadlocks() {
        long seed = System.nanoTime();
        List<List<Deed>> batches = new ArrayList<>();
        for (int reader = 0; reader < 8; reader++) {
            List<Deed> deeds = new ArrayList<>(List.of(Deed.values()));
            Collections.shuffle(deeds, new Random(seed + reader));
            batches.add(deeds);
        }
        race(batches, 2);
        assertThat(deadlocks()).as("deadlocks, seed %d", seed).isZero();
    }

    @Test
    @Tag("torture")
    void everyPairIsAnsweredAndNothingDeadlocks() {
        List<List<Deed>> pairs = new ArrayList<>();
        for (Deed one : Deed.values()) {
            for (Deed other : Deed.values()) {
                if (one.compareTo(other) <= 0) {
                    pairs.add(List.of(one, other, one, other));
                }
            }
        }
        Collections.shuffle(pairs);
        race(pairs, 6);
        assertThat(deadlocks()).as("deadlocks").isZero();
    }

    /** Each batch happens to a reader of its own, all of it at once. */
    private void race(List<List<Deed>> batches, int sideBySide) {
        // Before any of it begins: the sweep lets what is open end for all.
        List<Life> lives = Stream.generate(this::born).limit(batches.size()).toList();
        List<String> failures = Flux.range(0, batches.size())
                .flatMap(number -> raced(lives.get(number), batches.get(number)), sideBySide)
                .collectList()
                .block(Duration.ofMinutes(10));
        assertThat(failures).isEmpty();
    }

    private Flux<String> raced(Life life, List<Deed> batch) {
        return Flux.range(0, batch.size())
                .flatMap(
                        number -> {
                            Deed deed = batch.get(number);
                            return done(deed, life, number % replicas.size())
                                    .timeout(PATIENCE)
                                    .onErrorResume(error -> Mono.just(error.toString()))
                                    .filter(outcome -> !outcome.isEmpty())
                                    .map(outcome -> deed + " among " + batch + ": " + outcome);
                        },
                        batch.size());
    }

    private Life born() {
        TestReader reader = site.reader("reader-" + count.incrementAndGet());
        assertThat(site.grant(reader.ref(), 3).status()).isEqualTo(201);
        TestSubscriber subscriber = TestSubscriber.of(reader, "basic");
        String payment = reader.payments().getFirst().path("id").asString();
        Api.Answer pack = api(0).post("/v1/me/purchases", reader.token(), "{\"plan\":\"pack\"}");
        TestReader anonymous = site.anonymous();
        assertThat(anonymous.read("metered1").status()).isEqualTo(201);
        return new Life(
                subscriber,
                URI.create(pack.body().path("checkout").path("url").asString()).getPath(),
                payment,
                anonymous.token());
    }

    /** Empty when it was answered, whatever the answer. */
    private Mono<String> done(Deed deed, Life life, int replica) {
        TestService service = replicas.get(replica);
        String token = life.reader().token();
        String reader = "/v1/readers/" + life.reader().ref();
        return switch (deed) {
            case UNLOCK -> post(replica, "/v1/me/unlocks", token, "{\"article\":\"premium1\"}");
            case READ -> post(replica, "/v1/me/reads", token, "{\"article\":\"metered2\"}");
            case BUY -> post(replica, SUBSCRIPTION, token, "{\"plan\":\"better\",\"promoCode\":\"HALF\"}");
            case BUY_PACK -> post(replica, "/v1/me/purchases", token, "{\"plan\":\"pack\"}");
            case PAY_PACK -> post(replica, life.pack() + "/pay", null, "");
            case PAY_AGAIN -> post(replica, life.subscriber().checkout() + "/pay", null, "");
            case DISPUTE -> post(replica, life.subscriber().checkout() + "/dispute", null, "");
            case LOSE_DISPUTE -> post(replica, life.subscriber().checkout() + "/dispute/lost", null, "");
            case BETTER_PLAN -> send(replica, "PATCH", SUBSCRIPTION, token, "{\"plan\":\"better\"}");
            case CHEAPER_PLAN -> send(replica, "PATCH", SUBSCRIPTION, token, "{\"plan\":\"less\"}");
            case STAY_FOR_LESS -> stay(replica, life.reader());
            case CANCEL -> post(replica, SUBSCRIPTION + "/cancellation", token, "{\"effective\":\"period-end\"}");
            case CANCEL_NOW -> post(replica, SUBSCRIPTION + "/cancellation", token, "{\"effective\":\"now\"}");
            case UNDO -> send(replica, "DELETE", SUBSCRIPTION + "/cancellation", token, "");
            case PAUSE -> post(replica, SUBSCRIPTION + "/pause", token, "{}");
            case RESUME -> post(replica, SUBSCRIPTION + "/resume", token, "");
            case WITHDRAW -> post(replica, SUBSCRIPTION + "/withdrawal", token, "{}");
            case REFUND ->
                post(
                        replica,
                        reader + "/refunds",
                        site.key(),
                        "{\"payment\":\"%s\",\"amountMinor\":100}".formatted(life.payment()));
            case GIFT ->
                post(
                        replica,
                        reader + "/subscription",
                        site.key(),
                        "{\"plan\":\"basic\",\"source\":\"gift\",\"periods\":1}");
            case TAKE_BACK -> send(replica, "DELETE", reader + "/subscription", site.key(), "");
            case GRANT -> post(replica, reader + "/grants", site.key(), "{\"amount\":1,\"source\":\"goodwill\"}");
            case MERGE ->
                post(replica, reader + "/sessions", site.key(), "{\"anonymous\":\"%s\"}".formatted(life.anonymous()));
            case TELL -> send(replica, "PUT", reader, site.key(), "{\"email\":\"reader@latchkey.example\"}");
            case SIGN_OUT -> send(replica, "DELETE", "/v1/me/session", life.anonymous(), "");
            case ERASE -> send(replica, "DELETE", "/v1/me", token, "");
            case SWEEP -> swept(service);
            case RECONCILE -> service.bean(Reconciliation.class).run().thenReturn("");
            case REPLAY ->
                post(
                        replica,
                        "/v1/site/webhooks/" + webhook + "/replay",
                        site.key(),
                        "{\"since\":\"2020-01-01T00:00:00Z\"}");
            case CARRY_ON ->
                service.bean(EventRelay.class)
                        .run()
                        .then(service.bean(ProviderEvents.class).applyDue())
                        .thenReturn("");
        };
    }

    /** A form of the account's. */
    private Mono<String> stay(int replica, TestReader reader) {
        return answered(
                replica,
                Desk.of(reader)
                        .request("/stay")
                        .header("Origin", TestService.ISSUER)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.noBody())
                        .build());
    }

    /** As housekeeping does it, when everything that is open now has had its time. */
    private static Mono<String> swept(TestService service) {
        Instant later = Instant.now().plus(Duration.ofDays(40));
        return Flux.fromIterable(service.beans(Perishable.class))
                .concatMap(room -> room.purge(later))
                .then(Mono.just(""));
    }

    private Mono<String> post(int replica, String path, @Nullable String credential, String body) {
        return send(replica, "POST", path, credential, body);
    }

    private Mono<String> send(int replica, String method, String path, @Nullable String credential, String body) {
        return answered(
                replica,
                api(replica)
                        .request(path, credential)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build());
    }

    private Mono<String> answered(int replica, HttpRequest request) {
        return Mono.fromFuture(() -> api(replica).sendAsync(request))
                .map(answer -> answer.status() < 500 ? "" : answer.text());
    }

    private Api api(int replica) {
        return replicas.get(replica).api();
    }

    private String subscribed(String types) {
        Api.Answer made = api(0).post(
                        "/v1/site/webhooks",
                        site.key(),
                        "{\"url\":\"http://127.0.0.1:9/facts\",\"types\":%s}".formatted(types));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.text("id");
    }

    /** What PostgreSQL counted; it counts for sure when the connections have ended. */
    private long deadlocks() {
        replicas.forEach(TestService::close);
        try (var connection = TestDatabase.connect(database);
                Statement statement = connection.createStatement()) {
            Wait.until("the end of all connections", () -> number(statement, OTHERS) == 0);
            return number(statement, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final String OTHERS = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """;

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getLong(1);
        }
    }
}
