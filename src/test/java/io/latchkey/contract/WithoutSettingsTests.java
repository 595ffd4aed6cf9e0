package io.latchkey.contract;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What services answer that lack a setting, and one whose clock is moved. */
class WithoutSettingsTests {

    @Test
    void refusesOperatorsWhereNoOperatorsKeyIsSet() {
        try (TestService service = TestService.own("--latchkey.operator-key=")) {
            for (String key : List.of(TestService.OPERATOR, "", " ", "null")) {
                for (String path : List.of("/v1/keys/rotation", "/v1/sites", "/v1/sandbox/clock")) {
                    assertProblem(
                            path + " with key " + key,
                            service.api().post(path, key, "{\"id\":\"made\",\"name\":\"M\"}"),
                            401,
                            "invalid-credentials");
                }
            }
        }
    }

    @Test
    void sellsNothingButWhatIsFreeWhereNoPaymentProviderIsSet() {
        try (TestService service = TestService.own("--latchkey.payment-provider=")) {
            TestSite site = service.site("bare")
                    .article("dossier", "subscribers")
                    .monthlyPlan("monthly", 900, 0)
                    .monthlyPlan("gratis", 0, 0)
                    .plan("three", """
                        {"kind":"pack","name":"Three","unlocks":3,
                         "price":{"amountMinor":300,"currency":"EUR"}}
                        """);
            TestReader ada = site.reader("ada");
            record Try(String path, String plan) {}
            for (Try wanted :
                    List.of(new Try("/v1/me/subscription", "monthly"), new Try("/v1/me/purchases", "three"))) {
                Answer refused = service.api().post(wanted.path(), ada.token(), "{\"plan\":\"" + wanted.plan() + "\"}");
                assertProblem(wanted.path(), refused, 503, "no-payment-provider");
                assertThat(refused.text("detail")).contains("LATCHKEY_PAYMENT_PROVIDER");
                assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
            }
            assertProblem(
                    "clock",
                    service.api().post("/v1/sandbox/clock", TestService.OPERATOR, "{\"advance\":\"P1D\"}"),
                    404,
                    "not-found");
            assertThat(ada.reason("dossier")).isEqualTo("subscription-required");
            Answer begun = service.api().post("/v1/me/subscription", ada.token(), "{\"plan\":\"gratis\"}");
            assertThat(begun.status()).as(begun.text()).isEqualTo(201);
            assertThat(ada.reason("dossier")).isEqualTo("plan");
        }
    }

    @Test
    void keepsReadersWhoseRenewalFailedReadingThroughTheGraceAndNoLonger() {
        try (TestService service = TestService.own()) {
            TestSite site = service.site("dunned")
                    .settings("\"graceDays\":5")
                    .article("essay", "premium")
                    .monthlyPlan("monthly", 900, 0);
            TestReader dee = site.reader("dee");
            String checkout = dee.checkout("monthly");
            assertThat(service.api().post(checkout + "/pay", null).status()).isEqualTo(200);
            assertThat(service.api().post(checkout + "/card/declines", null).status())
                    .isEqualTo(200);
            advance(service, "P32D");
            assertThat(status(dee)).isEqualTo("past_due");
            assertThat(dee.reason("essay")).isEqualTo("plan");
            advance(service, "P10D");
            assertThat(status(dee)).isEqualTo("expired");
            assertThat(dee.reason("essay")).isEqualTo("no-unlock-left");
        }
    }

    private static String status(TestReader reader) {
        return reader.me().path("subscription").path("status").asString();
    }

    private static void advance(TestService service, String period) {
        Answer moved =
                service.api().post("/v1/sandbox/clock", TestService.OPERATOR, "{\"advance\":\"" + period + "\"}");
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
    }
}
