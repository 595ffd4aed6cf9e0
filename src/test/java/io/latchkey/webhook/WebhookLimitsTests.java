package io.latchkey.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.event.Counted;
import io.latchkey.event.EventLog;
import io.latchkey.event.EventRelay;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.ByHand;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What webhooks may be, and where they end. */
class WebhookLimitsTests {

    private static final AtomicReference<Instant> WALL = new AtomicReference<>(Instant.parse("2026-03-01T00:00:00Z"));
    private static final String DATABASE = TestDatabase.fresh();
    private static final TestService SERVICE =
            TestService.with(Walls.class, DATABASE, "--latchkey.webhook.private-addresses=true");

    private final Receiver receiver = new Receiver();
    private final TestSite site = SERVICE.site("limited");
    private final UUID reader = Ids.next();

    static class Walls {
        @Bean
        Clock wallOfTheTest() {
            return new Clock(WALL::get);
        }
    }

    @AfterAll
    static void end() {
        SERVICE.close();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example/in",
                "https://user:password@hooks.example/in",
                "ftp://hooks.example/in",
                "file:///etc/passwd",
                "//hooks.example/in",
                "https:///in",
                "hooks.example"
            })
    void onlyHttpsWithoutPasswordIsAnAddress(String url) {
        TestSite strict = TestService.shared().site("strict");

        Answer refused =
                TestService.shared().api().post("/v1/site/webhooks", strict.key(), "{\"url\":\"%s\"}".formatted(url));

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(TestService.shared()
                        .api()
                        .get("/v1/site/webhooks", strict.key())
                        .body()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void privateAddressesAreAllowedByTheEnvironmentAlone() {
        assertThat(settings(Map.of()).privateAddresses()).isFalse();
        assertThat(settings(Map.of("LATCHKEY_WEBHOOK_PRIVATE_ADDRESSES", "true"))
                        .privateAddresses())
                .isTrue();
    }

    @Test
    void thoseThatAreAddedAtOnceAreTenAsWell() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> adding = IntStream.range(0, 24)
                    .<Callable<Integer>>mapToObj(_ -> () -> add().status())
                    .toList();
            List<Integer> answers =
                    threads.invokeAll(adding).stream().map(Future::resultNow).toList();

            assertThat(answers).containsOnly(201, 409);
            assertThat(answers.stream().filter(status -> status == 201)).hasSize(10);
        }
        assertThat(count("webhook WHERE site_id = '%s'".formatted(site.id()))).isEqualTo(10);
    }

    @Test
    void secretsLieEncrypted() {
        Answer made = add();
        byte[] key = Base64.getDecoder().decode(made.text("secret").substring("whsec_".length()));

        byte[] lying = one(
                "SELECT secret FROM webhook WHERE webhook_id = '%s'".formatted(made.text("id")),
                rows -> rows.getBytes(1));

        assertThat(text(lying)).doesNotContain(text(key)).doesNotContain(made.text("secret"));
    }

    @Test
    void anEventThatIsNeverTakenIsGivenUpWhileTheOthersAre() {
        Answer made = add();
        receiver.answers.put("\"n\":1", 500);
        append(reader, 1);
        append(reader, 2);
        run();
        moveWall(Duration.ofHours(71));
        append(Ids.next(), 3);
        run();
        assertThat(bodiesWith("\"n\":1")).isEqualTo(2);
        assertThat(bodiesWith("\"n\":2")).as("waits for the one before").isZero();

        moveWall(Duration.ofHours(2));
        run();

        assertThat(bodiesWith("\"n\":1")).isEqualTo(3);
        assertThat(bodiesWith("\"n\":2")).isEqualTo(1);
        assertThat(SERVICE.api().get("/v1/site/webhooks", site.key()).text())
                .contains(made.text("id"))
                .contains("\"working\"");
        moveWall(Duration.ofHours(2));
        run();
        assertThat(bodiesWith("\"n\":1")).isEqualTo(3);
    }

    @Test
    void nothingWaitsForADeletedOneForLong() {
        Answer made = add();
        receiver.answers.put("\"n\":", 500);
        append(reader, 1);
        append(reader, 2);
        run();
        assertThat(waiting(made)).isEqualTo(2);

        SERVICE.api().delete("/v1/site/webhooks/" + made.text("id"), site.key());
        append(reader, 3);
        moveWall(Duration.ofHours(2));
        run();

        assertThat(waiting(made)).isZero();
        assertThat(receiver.requests).hasSize(1);
    }

    private static WebhookSettings settings(Map<String, Object> environment) {
        StandardEnvironment all = new StandardEnvironment();
        all.getPropertySources().forEach(it -> all.getPropertySources().remove(it.getName()));
        all.getPropertySources().addFirst(new SystemEnvironmentPropertySource("systemEnvironment", environment));
        ConfigurationPropertySources.attach(all);
        return Binder.get(all).bindOrCreate("latchkey.webhook", WebhookSettings.class);
    }

    private Answer add() {
        return SERVICE.api().post("/v1/site/webhooks", site.key(), "{\"url\":\"%s\"}".formatted(receiver.url("/hook")));
    }

    private long bodiesWith(String text) {
        return receiver.requests.stream().filter(it -> it.body().contains(text)).count();
    }

    private void append(UUID whose, int n) {
        Counted.append(SERVICE.bean(EventLog.class), new SiteId(site.id()), whose, "subscription.started", n)
                .block();
    }

    private static void run() {
        ByHand.run(SERVICE.bean(EventRelay.class).run());
        ByHand.run(SERVICE.bean(EventRelay.class).run());
    }

    private static void moveWall(Duration amount) {
        WALL.updateAndGet(wall -> wall.plus(amount));
    }

    private static int waiting(Answer made) {
        return count("event_outbox WHERE consumer = 'webhook:%s'".formatted(made.text("id")));
    }

    private static int count(String rows) {
        return one("SELECT count(*) FROM " + rows, result -> result.getInt(1));
    }

    /** What is read from a row. */
    private interface Cell<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private static <T> T one(String sql, Cell<T> cell) {
        try (Connection connection = TestDatabase.connect(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return cell.of(rows);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Byte for byte, so that one can be looked for in another. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
