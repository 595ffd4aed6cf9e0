package io.latchkey.contentserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.integration.Issuer;
import io.latchkey.testing.TestService;
import io.latchkey.token.TestSigner;
import io.latchkey.token.TokenTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The minute after which revoked tokens are refused, on a clock of the test's. */
class RevokedInTimeTests {

    private static final String SITE = "kiosk";

    private final TestSigner signer = TestSigner.stranger();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    @Test
    void refusesARevokedTokenInTimeThoughOneFetchFailed() {
        try (Issuer issuer = new Issuer(SITE, signer)) {
            LatchkeyAccess access = new LatchkeyAccess(
                    new ContentServerSettings(
                            TestService.ISSUER,
                            SITE,
                            issuer.uri(),
                            Duration.ofSeconds(300),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(30)),
                    now::get);
            String reader = UUID.randomUUID().toString();
            long issued = now.get().getEpochSecond();
            String token = new TokenTable(signer, TestService.ISSUER, SITE).opening(reader, issued, List.of("essay"));
            assertThat(access.opens(token, "essay", "standard")).isTrue();

            issuer.revoke(reader, issued + 1);
            now.updateAndGet(time -> time.plus(Duration.ofSeconds(30)));
            issuer.goAway();
            assertThat(access.opens(token, "essay", "standard")).isTrue();

            issuer.comeBack();
            now.updateAndGet(time -> time.plus(Duration.ofSeconds(5)));
            assertThat(access.opens(token, "essay", "standard")).isFalse();
        }
    }
}
