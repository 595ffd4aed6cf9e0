package io.latchkey.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSubscriber;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every way in and back to the article for whoever has no mouse, who sees where they are all along. */
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WidgetKeyboardTests {

    private Paper paper;

    @BeforeAll
    void open() {
        paper = furnished(TestService.shared());
    }

    @AfterAll
    void close() {
        paper.close();
    }

    private static Paper furnished(TestService service) {
        Paper paper = Paper.open(service.site("keys"));
        paper.article("birds", "premium").article("frost", "premium").article("tides", "subscribers");
        paper.site().monthlyPlan("monthly", 900, 0).plan("sport", """
            {"kind":"subscription","name":"Sport","tiers":["sport"],"period":"P1M",
             "price":{"amountMinor":500,"currency":"EUR"}}
            """).plan("pack", """
                {"kind":"pack","name":"Five posts","unlocks":5,
                 "price":{"amountMinor":400,"currency":"EUR"}}
                """);
        return paper;
    }

    @Test
    void subscribesByKeyboardAlone(Browser browser) {
        Sitting kim = Sitting.of(browser, paper, "kim").reads("tides");
        kim.tabTo(kim.button("Subscribe for €9.00 a month")).enter();
        kim.tabTo(kim.button("Pay €9.00")).enter();
        kim.hasItAll();
        assertThat(kim.told()).containsExactly("subscribed", "opened");
    }

    @Test
    void buysAPackWithAConsentAndSpendsOneOfItByKeyboardAlone(Browser browser) {
        TestReader pax = paper.reader("pax");
        Sitting sitting = Sitting.of(browser, paper, "pax").reads("birds");
        Locator box = sitting.page().getByRole(AriaRole.CHECKBOX);
        sitting.tabTo(box).page().keyboard().press("Space");
        assertThat(box).isChecked();
        sitting.tabTo(sitting.button("Buy for €4.00")).enter();
        sitting.tabTo(sitting.button("Pay €4.00")).enter();
        assertThat(sitting.at(".toast")).hasText("Thank you. Unlock left: 5");
        assertThat(pax.site()
                        .api()
                        .get("/v1/me/receipts", pax.token())
                        .body()
                        .path("items")
                        .path(0)
                        .path("acknowledgedLoss")
                        .asBoolean())
                .isTrue();

        sitting.tabTo(sitting.button("Unlock this post")).page().keyboard().press("Space");
        sitting.tabTo(sitting.button("Confirm")).page().keyboard().press("Space");
        sitting.hasItAll();
        assertThat(sitting.page().locator("p:focus")).containsText(Paper.CANARY);
        assertThat(pax.unlockLeft()).isEqualTo(4);
    }

    @Test
    void changesThePlanInTheAccountAndComesBackByKeyboardAlone(Browser browser) {
        TestSubscriber.of(paper.reader("cab"), "sport");
        Sitting cab = Sitting.of(browser, paper, "cab");
        cab.page().navigate(paper.address("tides") + "?forms");
        cab.tabTo(cab.button("Change to this plan for €9.00 a month")).enter();
        cab.tabTo(cab.button("Change now and pay about €4.00")).enter();
        cab.tabTo(link(cab, "Back to what you were reading")).enter();
        cab.hasItAll();
        assertThat(cab.at(".toast")).hasText("Your plan is changed.");
    }

    /** Though they subscribed somewhere else. */
    @Test
    void paysWhatIsDueWithAnotherCardAndComesBackByKeyboardAlone(Browser browser) {
        try (Paper moving = furnished(MovingTime.service())) {
            moving.settings("\"graceDays\":5");
            TestSubscriber due = TestSubscriber.of(moving.reader("dia"), "monthly");
            due.card("declines");
            MovingTime.advanceTo(due.paidUntil().plusSeconds(60));
            moving.settings("\"graceDays\":0");

            Sitting dia = Sitting.of(browser, moving, "dia").reads("tides");
            assertThat(dia.heading()).hasText("Your last payment failed");
            dia.tabTo(dia.button("Use another card")).enter();
            dia.tabTo(dia.button("Let renewals be paid")).enter();
            assertThat(dia.page().getByText("The card pays renewals.")).isVisible();
            // The provider tries again a day later.
            MovingTime.advance("P1DT1H");
            dia.tabTo(link(dia, "Back to the site")).enter();
            dia.hasItAll();
            assertThat(due.status()).isEqualTo("active");
        }
    }

    private static Locator link(Sitting sitting, String name) {
        return sitting.page()
                .getByRole(
                        AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void signsInByKeyboardAlone(Browser browser) {
        paper.site().grant("ada", 1);
        Sitting ada = Sitting.anonymous(browser, paper, 1_100, 800).reads("frost");
        ada.tabTo(ada.button("Sign in")).enter();
        assertThat(ada.at(".left")).hasText("Unlock left: 1");
        assertThat(ada.page()).hasURL(paper.address("frost"));
    }

    @Test
    void triesAgainByKeyboardAlone(Browser browser) {
        Sitting tom = Sitting.of(browser, paper, "tom");
        tom.page().route("**/v1/me/access/**", route -> route.abort());
        tom.reads("birds");
        assertThat(tom.heading()).hasText("The rest cannot be loaded just now");
        tom.page().unroute("**/v1/me/access/**");
        tom.tabTo(tom.button("Try again")).enter();
        assertThat(tom.heading()).hasText("You have no unlocks left");
        assertThat(tom.heading()).isFocused();

        tom.page().route("**/v1/me/access/**", route -> route.abort());
        tom.page().evaluate("dispatchEvent(new Event('online'))");
        assertThat(tom.heading()).hasText("The rest cannot be loaded just now");
        tom.page().unroute("**/v1/me/access/**");
        paper.site().grant("tom", 1);
        assertThat(paper.reader("tom").unlock("birds").status()).isEqualTo(201);
        tom.tabTo(tom.button("Try again")).enter();
        tom.hasItAll();
        assertThat(tom.page().locator("p:focus")).containsText(Paper.CANARY);
    }
}
