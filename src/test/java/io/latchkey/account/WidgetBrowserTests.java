package io.latchkey.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The widget on a newspaper's pages, by mouse and by keyboard. */
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WidgetBrowserTests {

    private Paper paper;

    @BeforeAll
    void open() {
        paper = Paper.open(TestService.shared().site("widget"));
        paper.article("birds", "premium").article("frost", "premium").article("bridge", "premium");
        paper.article("tides", "subscribers");
        paper.site().monthlyPlan("monthly", 900, 5);
        paper.site().plan("pack", """
            {"kind":"pack","name":"Five posts","unlocks":5,
             "price":{"amountMinor":400,"currency":"EUR"}}
            """);
    }

    @AfterAll
    void close() {
        paper.close();
    }

    @Test
    void unlocksInPlaceAfterAsking(Browser browser) {
        paper.site().grant("ida", 3);
        Sitting ida = Sitting.of(browser, paper, "ida").reads("birds");
        assertThat(ida.at(".left")).hasText("Unlock left: 3");
        ida.hasOnlyThePreview();
        ida.looksRight("unlock");

        // As browsers do that give no button the focus when it is clicked.
        ida.page().evaluate("addEventListener('mousedown', event => event.preventDefault())");
        ida.press("Unlock this post");
        assertThat(ida.at("dialog h2")).hasText("Unlock this post?");
        assertThat(ida.at("dialog p")).hasText("Unlock left: 3");
        ida.looksRight("dialog");
        ida.press("Cancel");
        assertThat(ida.button("Unlock this post")).isFocused();
        assertThat(paper.reader("ida").unlockLeft()).isEqualTo(3);

        ida.page().evaluate("window.same = true");
        ida.press("Unlock this post");
        ida.press("Confirm");
        ida.hasItAll();
        assertThat(ida.at(".toast")).hasText("Unlocked. 2 left");
        assertThat(ida.page().evaluate("window.same")).isEqualTo(true);
        assertThat(ida.told()).containsExactly("unlocked", "opened");
        ida.looksRight("unlocked");

        ida.reads("birds").hasItAll();
        assertThat(ida.at(".note")).hasText("You unlocked this post. It stays yours.");
        ida.looksRight("already-unlocked");
        assertThat(paper.reader("ida").unlockLeft()).isEqualTo(2);
    }

    @Test
    void opensByKeyboardAloneAndKeepsTheFocus(Browser browser) {
        paper.site().grant("kay", 1);
        Sitting kay = Sitting.of(browser, paper, "kay").reads("birds");
        assertThat(kay.button("Unlock this post")).isVisible();
        kay.page().keyboard().press("Tab");
        assertThat(kay.button("Unlock this post")).isFocused();
        kay.page().keyboard().press("Enter");
        assertThat(kay.button("Cancel")).isFocused();
        kay.page().keyboard().press("Escape");
        assertThat(kay.at("dialog")).isHidden();
        assertThat(kay.button("Unlock this post")).isFocused();

        kay.page().keyboard().press("Enter");
        kay.page().keyboard().press("Tab");
        assertThat(kay.button("Confirm")).isFocused();
        kay.page().keyboard().press("Enter");
        kay.hasItAll();
        assertThat(kay.page().locator("p:focus")).containsText(Paper.CANARY);
    }

    @Test
    void offersWhatIsSoldOnceNothingIsLeftAndComesBackFromTheCheckout(Browser browser) {
        TestReader noa = paper.reader("noa");
        Sitting sitting = Sitting.of(browser, paper, "noa").reads("birds");
        assertThat(sitting.heading()).hasText("You have no unlocks left");
        sitting.looksRight("none-left");

        sitting.press("Buy for €4.00");
        sitting.press("Pay €4.00");
        assertThat(sitting.at(".left")).hasText("Unlock left: 5");
        assertThat(sitting.at(".toast")).hasText("Thank you. Unlock left: 5");
        assertThat(sitting.told()).containsExactly("bought");
        assertThat(noa.unlockLeft()).isEqualTo(5);
    }

    @Test
    void subscribesAndReadsOn(Browser browser) {
        Sitting sue = Sitting.of(browser, paper, "sue").reads("tides");
        assertThat(sue.heading()).hasText("For subscribers");
        sue.looksRight("subscribers");
        sue.press("Subscribe for €9.00 a month");
        sue.press("Pay €9.00");
        sue.hasItAll();
        assertThat(sue.at(".toast")).hasText("Thank you. Your subscription has begun.");
        assertThat(sue.told()).containsExactly("subscribed", "opened");
        sue.looksRight("subscribed");
    }

    @Test
    void sendsStrangersToSignInAndBack(Browser browser) {
        paper.site().grant("ada", 1);
        // They see what is sold, and are asked to sign in for it.
        for (String way : List.of("Sign in", "Subscribe for €9.00 a month", "Buy for €4.00")) {
            Sitting stranger = Sitting.anonymous(browser, paper, 1_100, 800).reads("frost");
            assertThat(stranger.heading()).hasText("Sign in to read on");
            stranger.looksRight("sign-in");
            stranger.press(way);
            assertThat(stranger.at(".left")).hasText("Unlock left: 1");
            assertThat(stranger.page()).hasURL(paper.address("frost"));
        }
    }
}
