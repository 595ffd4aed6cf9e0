package io.latchkey.token.key;

import static io.latchkey.token.key.Replicas.PATIENCE;
import static io.latchkey.token.key.Replicas.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.shared.problem.Problem;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.Wait;
import io.latchkey.token.Forge;
import io.latchkey.token.TokenType;
import io.latchkey.token.TokenVerifier;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Keys and tokens go on being served while the database is away (design, rule 8). */
class KeyOutageTests {

    @Test
    void keysAndVerificationOutliveTheDatabase() throws SQLException {
        try (TestService service = TestService.own();
                Connection elsewhere = TestDatabase.connect(TestDatabase.fresh());
                Statement operator = elsewhere.createStatement()) {
            TestReader ada = service.site("daily").reader("ada");
            String database = URI.create(service.databaseUrl()).getPath().substring(1);
            Answer before = service.api().get("/.well-known/jwks.json", null);

            operator.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
            operator.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
            ring(service).refresh().block(PATIENCE);

            // The control: whoever needs the database is refused, so it is away indeed.
            assertThat(service.api().get("/v1/me", ada.token()).status()).isEqualTo(503);
            keysAndTokensAreServed(service, ada, before.text());

            operator.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
            ring(service).refresh().block(PATIENCE);
            // Attempts to connect that began before may fail still.
            Wait.until(
                    "200 once the database is back",
                    () -> service.api().get("/v1/me", ada.token()).status(),
                    status -> status == 200);
        }
    }

    private static void keysAndTokensAreServed(TestService service, TestReader ada, String published) {
        TokenVerifier verifier = service.bean(TokenVerifier.class);
        Answer keys = service.api().get("/.well-known/jwks.json", null);
        assertThat(keys.status()).isEqualTo(200);
        assertThat(keys.text()).isEqualTo(published);

        Answer ready = service.api().get("/actuator/health/readiness", null);
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.text("status")).isEqualTo("UP");
        assertThat(service.api().get("/actuator/health/liveness", null).status())
                .isEqualTo(200);

        assertThat(verifier.verify(ada.token(), TokenType.READER).block(PATIENCE))
                .isNotNull();
        SigningKey stranger = KeyPairs.generate(1, Instant.EPOCH);
        String unknown = Forge.signed(
                "{\"alg\":\"ES256\",\"typ\":\"%s\",\"kid\":\"%s\"}"
                        .formatted(TokenType.READER.headerValue(), stranger.kid()),
                Forge.text(ada.token().split("\\.", -1)[1]),
                stranger.privateKey());
        assertThatThrownBy(() -> verifier.verify(unknown, TokenType.READER).block(PATIENCE))
                .isInstanceOf(Problem.class);
    }
}
