package io.latchkey.gate;

import static io.latchkey.gate.GateDoor.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** The gate without its database, and what it remembers of tokens that were revoked (rule 8). */
class GateOutageTests {

    @Test
    void answersByTheAccessTokenAloneAndDeniesTheRest() throws SQLException {
        try (TestService service = TestService.own();
                Connection elsewhere = TestDatabase.connect(TestDatabase.fresh());
                Statement operator = elsewhere.createStatement()) {
            TestSite site = GateDoor.told(
                    service.site("alone")
                            .article("weather", "free")
                            .article("essay", "premium")
                            .article("other", "premium")
                            .article("unseen", "free"),
                    "deny");
            TestReader ada = site.reader("ada");
            assertThat(site.grant("ada", 1).status()).isEqualTo(201);
            assertThat(ada.unlock("essay").status()).isEqualTo(201);
            String access = ada.check("essay").text("token");
            assertThat(GateDoor.NGINX.ask(site, "weather", null).status()).isEqualTo(200);

            close(operator, service);
            // The control: whoever needs the database is refused, so it is away indeed.
            assertThat(site.api().get("/v1/me", ada.token()).status()).isEqualTo(503);
            for (GateDoor door : GateDoor.values()) {
                assertThat(door.ask(site, "essay", access).status()).isEqualTo(200);
                assertThat(reason(door.ask(site, "weather", null))).isEqualTo("free");
                denied(door.ask(site, "essay", ada.token()));
                denied(door.ask(site, "other", access));
                denied(door.ask(site, "unseen", null));
            }
            operator.execute("ALTER DATABASE " + name(service) + " ALLOW_CONNECTIONS true");
        }
    }

    @Test
    void refusesAnAccessTokenThatWasRevokedAndTakesTheNextOne() {
        try (TestService service = TestService.own(TestService.SCHEDULES)) {
            TestSite site = GateDoor.told(service.site("revoked").article("letters", "registered"), "deny");
            TestReader ada = site.reader("ada");
            String before = ada.check("letters").text("token");
            for (GateDoor door : GateDoor.values()) {
                assertThat(door.ask(site, "letters", before).status()).isEqualTo(200);
            }
            assertThat(site.api().delete("/v1/me/session", ada.token()).status())
                    .isEqualTo(204);

            Wait.until(
                    "401, once the gate has heard of the revocation",
                    () -> GateDoor.NGINX.ask(site, "letters", before).status(),
                    status -> status == 401);
            for (GateDoor door : GateDoor.values()) {
                assertThat(door.ask(site, "letters", before).status()).isEqualTo(401);
                assertThat(door.ask(site, "letters", ada.token()).status()).isEqualTo(401);
            }
            String after = site.reader("ada").check("letters").text("token");
            assertThat(GateDoor.NGINX.ask(site, "letters", after).status()).isEqualTo(200);
        }
    }

    private static void denied(Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(reason(answer)).isEqualTo("unavailable");
        assertThat(GateDoor.header(answer, "Cache-Control")).isEqualTo("private, no-store");
    }

    private static void close(Statement operator, TestService service) throws SQLException {
        operator.execute("ALTER DATABASE " + name(service) + " ALLOW_CONNECTIONS false");
        operator.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name(service) + "'");
    }

    private static String name(TestService service) {
        return URI.create(service.databaseUrl()).getPath().substring(1);
    }
}
