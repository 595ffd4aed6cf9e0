package io.latchkey.payment.promo;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A site's servers say which promo codes there are. */
class PromoCodeControllerTests {

    private static final TestService SERVICE = TestService.shared();

    private final Api api = SERVICE.api();
    private final TestSite site =
            SERVICE.site("promo").monthlyPlan("monthly", 900, 0).plan("three", """
                {"kind":"pack","name":"Three","unlocks":3,
                 "price":{"amountMinor":300,"currency":"EUR"}}
                """);

    @Test
    void writesACodeAndReadsItBackWhateverTheLetters() {
        Answer made = put("spring-24", """
            {"percent":20,"payments":3,"plans":["monthly"],"redemptions":50,
             "expiresAt":"2999-01-01T00:00:00Z"}
            """);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        Answer read = get("Spring-24");
        assertThat(read.body()).isEqualTo(made.body()).isEqualTo(new Answer(200, read.headers(), """
            {"code":"SPRING-24","percent":20,"payments":3,
             "plans":["monthly"],"redemptions":50,
             "expiresAt":"2999-01-01T00:00:00Z",
             "redeemed":0,"reserved":0}
            """).body());
    }

    @Test
    void replacesTheWhole() {
        assertThat(put("swap", "{\"percent\":20,\"payments\":3,\"redemptions\":5}")
                        .status())
                .isEqualTo(201);
        assertThat(put("SWAP", "{\"amountMinor\":250,\"currency\":\"EUR\"}").status())
                .isEqualTo(200);
        assertThat(get("SWAP").text())
                .isEqualTo("{\"code\":\"SWAP\",\"amountMinor\":250,\"currency\":\"EUR\","
                        + "\"redeemed\":0,\"reserved\":0}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"percent\":0}",
                "{\"percent\":101}",
                "{\"percent\":\"20\"}",
                "{\"percent\":20,\"amountMinor\":5}",
                "{\"percent\":20,\"currency\":\"EUR\"}",
                "{\"amountMinor\":5}",
                "{\"amountMinor\":0,\"currency\":\"EUR\"}",
                "{\"amountMinor\":5,\"currency\":\"eur\"}",
                "{\"currency\":\"EUR\"}",
                "{\"percent\":20,\"payments\":0}",
                "{\"percent\":20,\"redemptions\":0}",
                "{\"percent\":20,\"plans\":[]}",
                "{\"percent\":20,\"plans\":[null]}",
                "{\"percent\":20,\"plans\":[\"a b\"]}",
                "{\"percent\":20,\"expiresAt\":\"tomorrow\"}",
                "{\"percent\":20,\"code\":\"OTHER\"}",
                "{\"percent\":20,\"redeemed\":0}"
            })
    void refusesWhatIsNoPromoCode(String body) {
        assertProblem(body, put("never", body), 400, "invalid-body");
        assertProblem(body, get("never"), 404, "unknown-promo-code");
    }

    @Test
    void isForSubscriptionPlansThatThereAre() {
        assertProblem("none", put("never", forPlans("\"monthly\",\"none\"")), 404, "unknown-plan");
        assertProblem("a pack", put("never", forPlans("\"three\"")), 409, "wrong-kind");
        assertProblem("not written", get("never"), 404, "unknown-promo-code");
    }

    @Test
    void endsWhenItIsDeletedAndBeginsAgainWhenItIsWritten() {
        put("short", "{\"percent\":20}");
        assertThat(api.delete("/v1/promo-codes/short", site.key()).status()).isEqualTo(204);
        String endedAt = get("short").text("expiresAt");
        assertThat(endedAt).isNotEmpty();
        assertThat(api.delete("/v1/promo-codes/SHORT", site.key()).status()).isEqualTo(204);
        assertThat(get("short").text("expiresAt")).as("ended once").isEqualTo(endedAt);
        assertThat(put("short", "{\"percent\":20}").status()).isEqualTo(200);
        assertThat(get("short").body().has("expiresAt")).isFalse();
        assertProblem("unknown", api.delete("/v1/promo-codes/NOBODYS", site.key()), 404, "unknown-promo-code");
    }

    @Test
    void isNothingToAnotherSite() {
        put("mine", "{\"percent\":20}");
        TestSite theirs = SERVICE.site("promo");
        String path = "/v1/promo-codes/mine";
        assertProblem("get", api.get(path, theirs.key()), 404, "unknown-promo-code");
        assertProblem("delete", api.delete(path, theirs.key()), 404, "unknown-promo-code");
        assertThat(api.put(path, theirs.key(), "{\"percent\":90}").status()).isEqualTo(201);
        assertThat(get("mine").body().path("percent").asInt()).isEqualTo(20);
        assertThat(get("mine").body().has("expiresAt")).isFalse();
    }

    private Answer put(String code, String body) {
        return api.put("/v1/promo-codes/" + code, site.key(), body);
    }

    private Answer get(String code) {
        return api.get("/v1/promo-codes/" + code, site.key());
    }

    private static String forPlans(String plans) {
        return "{\"percent\":20,\"plans\":[" + plans + "]}";
    }
}
