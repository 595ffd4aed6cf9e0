package io.latchkey.contract;

import static io.latchkey.testing.Problems.assertProblem;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What services answer that lack a setting, and one whose clock is moved. */
class WithoutSettingsTests {

    @Test
    void refusesTheOperatorAndEveryPurchaseWhereNeitherIsSet() {
        String database = TestDatabase.fresh();
        String token;
        TestSite site;
        try (TestService whole = TestService.on(database)) {
            site =
                    whole.site("bare")
                            .monthlyPlan("monthly", 900, 0)
                            .monthlyPlan("gratis", 0, 0)
                            .article("dossier", "subscribers")
                            .plan(
                                    "three",
                                    """
                                    {"kind":"pack","name":"Three","unlocks":3,
                                     "price":{"amountMinor":300,"currency":"EUR"}}
                                    """);
            token = site.reader("ada").token();
            pastDue(whole);
        }
        try (TestService bare =
                TestService.on(
                        database, "--latchkey.operator-key=", "--latchkey.payment-provider=")) {
            for (String key : List.of(TestService.OPERATOR, "", " ", "null")) {
                Answer refused = bare.api().post("/v1/keys/rotation", key);
                assertProblem("key " + key, refused, 401, "invalid-credentials");
            }
            for (String path : List.of("/v1/me/subscription", "/v1/me/purchases")) {
                String plan = path.endsWith("purchases") ? "three" : "monthly";
                assertProblem(
                        path,
                        bare.api().post(path, token, "{\"plan\":\"" + plan + "\"}"),
                        503,
                        "no-payment-provider");
            }
            assertProblem(
                    "clock",
                    bare.api().post("/v1/sandbox/clock", null, "{\"advance\":\"P1D\"}"),
                    404,
                    "not-found");
            TestReader ada =
                    new TestReader(new TestSite(bare.api(), site.id(), site.key()), "ada", token);
            assertThat(
                            bare.api()
                                    .post("/v1/me/subscription", token, "{\"plan\":\"gratis\"}")
                                    .status())
                    .isEqualTo(201);
            assertThat(ada.reason("dossier")).isEqualTo("plan");
        }
    }

    /** The one reason that takes a renewal that fails. */
    private static void pastDue(TestService service) {
        TestSite site =
                service.site("dunned")
                        .settings("\"graceDays\":0")
                        .article("essay", "premium")
                        .monthlyPlan("monthly", 900, 0);
        TestReader dee = site.reader("dee");
        String checkout = dee.checkout("monthly");
        assertThat(service.api().post(checkout + "/pay", null).status()).isEqualTo(200);
        assertThat(service.api().post(checkout + "/card/declines", null).status()).isEqualTo(200);
        assertThat(
                        service.api()
                                .post(
                                        "/v1/sandbox/clock",
                                        TestService.OPERATOR,
                                        "{\"advance\":\"P32D\"}")
                                .status())
                .isEqualTo(200);
        Answer refused = dee.check("essay");
        assertThat(refused.text("reason")).as(refused.text()).isEqualTo("subscription-past-due");
        assertThat(refused.body().path("ways").path(0).path("kind").asString())
                .isEqualTo("update-payment");
    }
}
