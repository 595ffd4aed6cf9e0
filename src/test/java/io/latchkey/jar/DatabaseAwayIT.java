package io.latchkey.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * While the database is away, keys are served, nothing is granted, and callers are told to wait (rule 8).
 */
class DatabaseAwayIT {

    private static final int ROUNDS = 5;

    @Test
    void staysReadyRefusesWhatNeedsTheDatabaseAndRecovers() {
        String database = TestDatabase.fresh();
        try (JarProcess jar = JarProcess.start(JarProcess.operated(database))) {
            Api api = jar.ready();
            TestSite site = TestSite.create(api, "gazette").article("essay", "premium");
            site.grant("ada", 3);
            TestReader ada = site.reader("ada");
            String keys = api.get("/.well-known/jwks.json", null).text();

            try (DatabaseOutage _ = DatabaseOutage.of(database)) {
                for (int i = 0; i < ROUNDS; i++) {
                    servesWhatNeedsNoDatabase(api, keys);
                    refusesTheRest(site, ada);
                }
                assertThat(jar.isAlive()).isTrue();
            }

            Wait.until("200 once the database is back", () -> ada.check("essay").status(), status -> status == 200);
            assertThat(ada.unlockLeft()).isEqualTo(3);
            assertThat(ada.unlock("essay").status()).isEqualTo(201);
            assertThat(jar.log())
                    .doesNotContain(ada.token(), site.key(), TestService.OPERATOR)
                    .doesNotContain(TestService.MASTER_KEY);
        }
    }

    private static void servesWhatNeedsNoDatabase(Api api, String keys) {
        assertThat(JarProcess.isReady(api)).isTrue();
        assertThat(api.get("/actuator/health/liveness", null).status()).isEqualTo(200);
        Answer jwks = api.get("/.well-known/jwks.json", null);
        assertThat(jwks.status()).isEqualTo(200);
        assertThat(jwks.text()).isEqualTo(keys);
    }

    private static void refusesTheRest(TestSite site, TestReader ada) {
        List<Answer> answers = List.of(
                ada.unlock("essay"),
                ada.check("essay"),
                site.api().get("/v1/me", ada.token()),
                site.api().get("/v1/articles/essay", site.key()),
                site.api().get("/v1/site", site.key()));
        assertThat(answers).allSatisfy(DatabaseAwayIT::isARefusalThatSaysWhenToComeBack);
    }

    private static void isARefusalThatSaysWhenToComeBack(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
        assertThat(answer.code()).isIn("database-unavailable", "busy");
    }
}
