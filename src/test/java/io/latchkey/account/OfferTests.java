package io.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.account.home.Desk;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What readers are told there is to buy. */
class OfferTests {

    private final TestSite site = TestService.shared()
            .site("offers")
            .monthlyPlan("monthly", 900, 3)
            .plan("trying", """
                {"kind":"subscription","name":"Try","trial":"P14D","period":"P1M",
                 "price":{"amountMinor":1000,"currency":"EUR"}}
                """)
            .plan("pack", """
                {"kind":"pack","name":"Five","unlocks":5,"validFor":"P3M",
                 "price":{"amountMinor":400,"currency":"EUR"}}
                """);

    @Test
    void listsWhatIsSoldCheapestFirstToStrangersToo() {
        site.plan(
                "old",
                "{\"kind\":\"pack\",\"name\":\"Old\",\"unlocks\":1,"
                        + "\"price\":{\"amountMinor\":100,\"currency\":\"EUR\"}}");
        assertThat(site.api().delete("/v1/plans/old", site.key()).status()).isEqualTo(204);

        JsonNode items = offers(site.anonymous());
        assertThat(items.values().stream().map(item -> item.path("id").asString()))
                .containsExactly("pack", "monthly", "trying");
        assertThat(items.path(0).toString())
                .isEqualTo("{\"id\":\"pack\",\"kind\":\"pack\",\"name\":\"Five\","
                        + "\"price\":{\"amountMinor\":400,\"currency\":\"EUR\"},"
                        + "\"unlocks\":5,\"validFor\":\"P3M\"}");
    }

    @Test
    void promisesATrialOnlyToWhoeverCanStillHaveIt() {
        TestReader ada = site.reader("ada");
        assertThat(offers(ada).path(2).path("trial").asString()).isEqualTo("P14D");
        TestSubscriber.of(ada, "trying").cancel("now");
        assertThat(offers(ada).path(2).path("trial").isMissingNode()).isTrue();
    }

    /** Directive 2011/83/EU, article 16 (a, m): not where another law counts. */
    @Test
    void saysWhatBuyersMayConsentToWhereTheLawWantsIt() {
        TestReader ada = site.reader("ada");
        assertThat(consent(ada, "")).startsWith("Let me read at once");
        assertThat(consent(ada, "?lang=fr")).startsWith("Je souhaite lire tout de suite");
        site.settings("\"withdrawals\":{\"refund\":\"prorated\"}");
        assertThat(consent(ada, "?lang=en")).contains("I know that I pay for what I had until I withdraw");
        assertThat(Desk.of(ada).page("/plans/monthly")).contains("I know that I pay for what I had");
        site.settings("\"locale\":\"de-AT\"");
        assertThat(consent(ada, "")).startsWith("Ich möchte sofort lesen");
        site.settings("\"locale\":\"en-US\"");
        assertThat(consent(ada, "?lang=en")).isEmpty();
        assertThat(Desk.of(ada).page("/plans/monthly")).doesNotContain("consent");
        assertThat(consent(ada, "?lang=de")).startsWith("Ich möchte sofort lesen");
        assertThat(Desk.of(ada).in("de").page("/plans/monthly")).contains("name=\"consent\"");
    }

    private String consent(TestReader reader, String query) {
        return site.api()
                .get("/v1/me/plans" + query, reader.token())
                .body()
                .path("consent")
                .asString("");
    }

    private JsonNode offers(TestReader reader) {
        return site.api().get("/v1/me/plans", reader.token()).body().path("items");
    }
}
