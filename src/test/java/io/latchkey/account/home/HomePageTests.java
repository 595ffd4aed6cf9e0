package io.latchkey.account.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The account shows what a reader has, in their language, to them alone. */
class HomePageTests {

    private static final TestService SERVICE = TestService.shared();

    private final TestSite site =
            SERVICE.site("home").meter(5, 2).monthlyPlan("monthly", 900, 3).article("birds", "premium");

    @Test
    void showsWhatAReaderHas() {
        TestReader ada = site.reader("ada");
        site.grant("ada", "{\"amount\":2,\"source\":\"goodwill\",\"expiresAt\":\"2999-01-02T00:00:00Z\"}");
        ada.unlock("birds");
        TestSubscriber.of(ada, "monthly");
        Desk desk = Desk.of(ada);
        SERVICE.settle();
        String page = desk.page("/");
        assertThat(page)
                .contains("Monthly", "Active", "Next payment on", "€9.00", "a month")
                .contains("3 of 3", "1 of 2", "Goodwill", "2 January 2999", "0 of 5 free articles used.")
                .contains("About birds", "https://" + site.id() + ".example/birds")
                .contains("<span>Purchase</span><span>: Monthly</span>")
                .contains("/cancel-contract", "/withdraw")
                .doesNotContain("??", "<script", " style=");
    }

    @Test
    void showsEmptyPlacesToWhoeverHasNothingYet() {
        assertThat(Desk.of(site.reader("new")).page("/"))
                .contains("You have no subscription.", "See plans")
                .contains("You have not unlocked an article yet.", "Nothing was bought")
                .doesNotContain("??");
    }

    /** Directive 2011/83/EU, article 11a: during the whole period, and where that is the law. */
    @Test
    void saysUntilWhenAContractCanBeWithdrawnFrom() {
        TestReader wim = site.reader("wim");
        Desk desk = Desk.of(wim);
        assertThat(desk.page("/")).doesNotContain("You can withdraw from this contract");
        TestSubscriber.of(wim, "monthly");
        Instant until = Instant.parse(
                site.api().get("/v1/me/subscription/withdrawal", wim.token()).text("until"));
        assertThat(desk.page("/"))
                .contains("You can withdraw from this contract until "
                        + DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.UK)
                                .format(until.atZone(ZoneOffset.UTC).minusDays(1)));
        site.settings("\"locale\":\"en-US\"");
        assertThat(desk.page("/")).doesNotContain("You can withdraw from this contract");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es"})
    void everyPageIsInTheReadersLanguage(String language) {
        TestReader lin = site.reader("lin-" + language);
        TestSubscriber.of(lin, "monthly");
        site.plan("year", """
            {"kind":"subscription","name":"Yearly","price":{"amountMinor":9000,"currency":"EUR"},
             "period":"P1Y","trial":"P14D","tiers":["standard"],"unlocksPerPeriod":1}
            """);
        site.plan("pack", """
            {"kind":"pack","name":"Five","price":{"amountMinor":300,"currency":"EUR"},
             "unlocks":5,"validFor":"P1Y"}
            """);
        site.monthlyPlan("better", 1500, 9);
        Desk desk = Desk.of(lin).in(language);
        for (String path : List.of(
                "/",
                "/cancel",
                "/pause",
                "/plans",
                "/plans/year",
                "/plans/pack",
                "/plans/better",
                "/plans/monthly",
                "/articles",
                "/articles?q=x",
                "/receipts",
                "/delete",
                "/deleted",
                "/?problem=payment-declined")) {
            Answer answer = desk.look(path);
            assertThat(answer.status()).as("%s %s", path, answer.text()).isEqualTo(200);
            assertThat(answer.text())
                    .as(path)
                    .contains("lang=\"" + language + "\"")
                    .doesNotContain("??", "{0", "<script", " style=");
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        }
        desk.send("/cancel", "");
        for (String path : List.of("/", "/canceled", "/canceled?thanks=1", "/plans/better")) {
            assertThat(desk.page(path)).as(path).doesNotContain("??", "{0");
        }
        assertThat(Desk.of(site.reader("blank-" + language)).in(language).page("/plans/year"))
                .doesNotContain("??", "{0");
    }
}
