package io.latchkey.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was not asked for is off. */
class JarDefaultsIT {

    private static final String SITE = "{\"id\":\"gazette\",\"name\":\"Gazette\",\"origins\":[]}";

    @Test
    void refusesOperatorCallsWhereNoOperatorKeyIsSet() {
        try (JarProcess jar = JarProcess.start(JarProcess.minimum(TestDatabase.fresh()))) {
            Api api = jar.ready();

            for (String guess : new String[] {TestService.OPERATOR, "null", "operator", "\"\""}) {
                assertThat(api.post("/v1/sites", guess, SITE).status()).isIn(401, 403);
                assertThat(api.post("/v1/keys/rotation", guess).status()).isIn(401, 403);
                assertThat(api.get("/actuator/prometheus", guess).status()).isIn(401, 403);
            }
            assertThat(api.post("/v1/sites", "", SITE).status()).isEqualTo(401);
            assertThat(api.post("/v1/sites", null, SITE).status()).isEqualTo(401);
            startedWithoutAWarningOrAPassword(jar);
        }
    }

    /** Spring Boot makes and logs a password where nobody tells it not to. */
    private static void startedWithoutAWarningOrAPassword(JarProcess jar) {
        assertThat(jar.log()).contains("Started LatchkeyApplication");
        assertThat(jar.log()).doesNotContainIgnoringCase("password");
        // Most databases of tests deserve that one.
        assertThat(jar.log().lines().filter(line -> line.contains("WARN")))
                .allSatisfy(line -> assertThat(line).contains("fsync off"));
    }

    @Test
    void sellsNothingAndHasNoSandboxWhereNoPaymentProviderIsSet() {
        try (JarProcess jar = JarProcess.start(JarProcess.operated(TestDatabase.fresh()))) {
            Api api = jar.ready();
            TestSite site = TestSite.create(api, "gazette").monthlyPlan("monthly", 900, 0);
            TestReader ada = site.reader("ada");

            assertThat(api.post("/v1/sandbox/clock", TestService.OPERATOR, "{\"advance\":\"P1D\"}"))
                    .extracting(Answer::status)
                    .isEqualTo(404);
            String checkout =
                    "/v1/sandbox/checkouts/%s/%s/%s".formatted(site.id(), UUID.randomUUID(), UUID.randomUUID());
            assertThat(api.get(checkout, null).status()).isEqualTo(404);
            assertThat(api.post(checkout + "/pay", null).status()).isEqualTo(404);

            Answer refused = api.post("/v1/me/subscription", ada.token(), "{\"plan\":\"monthly\"}");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("no-payment-provider");
            assertThat(refused.text("detail")).contains("LATCHKEY_PAYMENT_PROVIDER");
        }
    }
}
