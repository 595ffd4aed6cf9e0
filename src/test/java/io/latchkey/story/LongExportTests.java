package io.latchkey.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A reader who has more than fits a page takes all of it along, as slowly as they like (rule 12). */
class LongExportTests {

    /** More than one list was cut at, and more than the network takes before anybody reads. */
    private static final int UNLOCKS = 100_005;

    private static final int SUBSCRIPTIONS = 103;
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final int PATIENCE_MILLIS = 60_000;

    private static final TestService SERVICE = TestService.own(
            "--latchkey.requests.bound=" + BOUND.toSeconds() + "s",
            "--latchkey.requests.long-bound=" + BOUND.toSeconds() + "s");

    private final TestSite site = SERVICE.site("export").monthlyPlan("monthly", 900, 3);
    private final TestReader reader = site.reader("reader");

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @Test
    void allOfItComesAlthoughItTakesLongerThanAnyAnswerMay() throws Exception {
        long free = meanwhile();
        fill();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(16_384);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), SERVICE.port()));
            socket.getOutputStream().write(asked("/v1/me/export"));
            InputStream answer = socket.getInputStream();
            file.writeBytes(answer.readNBytes(50_000));
            Instant since = Instant.now();
            Wait.until(
                    "longer than any answer may take, with no connection held",
                    () -> Instant.now().isAfter(since.plus(BOUND.multipliedBy(3))) && meanwhile() == free);
            answer.transferTo(file);
        }
        JsonNode all = JsonMapper.shared().readTree(body(file.toString(StandardCharsets.UTF_8)));

        assertThat(all.path("reader").path("ref").asString()).isEqualTo("reader");
        assertThat(all.path("metering").path("unlocks").valueStream().map(it -> it.path("article")))
                .hasSize(UNLOCKS)
                .doesNotHaveDuplicates();
        assertThat(all.path("subscriptions").valueStream().map(it -> it.path("id")))
                .hasSize(SUBSCRIPTIONS)
                .doesNotHaveDuplicates();
        assertThat(all.path("metering").path("grants")).hasSize(1);
        assertThat(givenUp()).isZero();
    }

    /** It would seem to be the last page. */
    @Test
    void aCursorThatIsNoneOfTheListsIsRefused() {
        for (String made : new String[] {"nowhere", "2026-01-01T00:00:00Z", "99 a", " a", ""}) {
            String cursor =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(made.getBytes(StandardCharsets.UTF_8));
            Answer refused = SERVICE.api().get("/v1/me/unlocks?cursor=" + cursor, reader.token());
            assertThat(refused.status()).as(made).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("invalid-query");
        }
    }

    /** What came in chunks (RFC 9112, section 7.1), to the last of them. */
    private static String body(String answer) {
        StringBuilder body = new StringBuilder();
        int at = answer.indexOf("\r\n\r\n") + 4;
        while (true) {
            int end = answer.indexOf("\r\n", at);
            int length = Integer.parseInt(answer.substring(at, end), 16);
            if (length == 0) {
                return body.toString();
            }
            body.append(answer, end + 2, end + 2 + length);
            at = end + 2 + length + 2;
        }
    }

    private byte[] asked(String path) {
        return """
            GET %s HTTP/1.1\r
            Host: localhost\r
            Connection: close\r
            Authorization: Bearer %s\r
            \r
            """.formatted(path, reader.token()).getBytes(StandardCharsets.US_ASCII);
    }

    /** Connections that somebody has. */
    private static long meanwhile() {
        return SERVICE.bean(ConnectionPool.class).getMetrics().orElseThrow().acquiredSize();
    }

    private static double givenUp() {
        return SERVICE.bean(MeterRegistry.class)
                .counter("latchkey.database.connections.given.up")
                .count();
    }

    private void fill() throws SQLException {
        assertThat(site.grant("reader", 1).status()).isEqualTo(201);
        String id = reader.me().path("reader").path("id").asString();
        try (Connection connection = TestDatabase.connect(SERVICE.databaseUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("""
                INSERT INTO unlock (site_id, reader_id, article_id, grant_id, unlocked_at)
                SELECT site_id, reader_id, 'article-' || n, grant_id,
                    now() - n / 3 * interval '1 second'
                FROM unlock_grant, generate_series(1, %d) AS n WHERE reader_id = '%s'
                """.formatted(UNLOCKS, id));
            statement.execute("""
                INSERT INTO subscription (site_id, reader_id, subscription_id, plan_id, source,
                    status, price_minor, currency, period, anchor, periods_paid, period_start,
                    paid_until, billed_until, ended_at, created_at)
                SELECT '%s', '%s', gen_random_uuid(), 'monthly', 'bought', 'expired', 900,
                    'EUR', 'P1M', now(), 0, now(), now(), now(), now(), now()
                FROM generate_series(1, %d)
                """.formatted(site.id(), id, SUBSCRIPTIONS));
        }
    }
}
