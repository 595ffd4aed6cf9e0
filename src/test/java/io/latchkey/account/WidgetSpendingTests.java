package io.latchkey.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.Cookie;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.TestService;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** However a page is pressed, doubled, hidden or gone back to, nothing is spent twice or unseen (rules 2 and 4). */
@Tag("money")
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WidgetSpendingTests {

    private Paper paper;

    @BeforeAll
    void open() {
        paper = Paper.open(TestService.shared().site("spending"));
        paper.settings("\"meter\":{\"limit\":5,\"anonymousLimit\":2,\"period\":\"month\"}");
        paper.article("birds", "premium").article("frost", "premium");
        paper.article("ferry", "metered").article("roof", "metered").article("clock", "metered");
    }

    @AfterAll
    void close() {
        paper.close();
    }

    @Test
    void readsAMeteredArticleWithoutAskingAndTellsTheMeter(Browser browser) {
        Sitting mae = Sitting.of(browser, paper, "mae").reads("ferry");
        mae.hasItAll();
        assertThat(mae.at(".note")).hasText("4 of 5 free articles left this month");
        assertThat(mae.told()).containsExactly("read", "opened");
        mae.looksRight("read-on-the-meter");
        mae.reads("ferry").hasItAll();
        assertThat(mae.told()).containsExactly("opened");
        assertThat(used("mae")).isEqualTo(1);
    }

    @Test
    void readsOnlyWhatIsBeforeTheEyes(Browser browser) {
        Sitting low = Sitting.of(browser, paper, "low");
        low.page().navigate(paper.address("ferry") + "?low");
        assertThat(low.at(".note")).hasText("5 of 5 free articles left this month");
        // Time itself: nothing tells that nothing comes.
        low.page().waitForTimeout(1_000);
        assertThat(used("low")).isZero();
        low.hasOnlyThePreview();

        low.at(".skeleton").scrollIntoViewIfNeeded();
        low.hasItAll();
        assertThat(used("low")).isEqualTo(1);
    }

    @Test
    void doesNothingWhilePrerendering(Browser browser) {
        Sitting pre = Sitting.of(browser, paper, "pre");
        pre.page().addInitScript("""
            Object.defineProperty(document, 'prerendering',
                {get: () => !window.activated});
            """);
        int[] calls = {0};
        pre.page().onRequest(request -> {
            if (request.url().contains("/v1/") || request.url().contains("/session")) {
                calls[0]++;
            }
        });
        pre.reads("ferry");
        assertThat(pre.at(".skeleton")).isVisible();
        // Time itself: nothing tells that nothing comes.
        pre.page().waitForTimeout(1_000);
        assertThat(calls[0]).isZero();
        assertThat(used("pre")).isZero();

        pre.page().evaluate("""
            window.activated = true;
            document.dispatchEvent(new Event('prerenderingchange'));
            """);
        pre.hasItAll();
        assertThat(used("pre")).isEqualTo(1);
    }

    @Test
    void aDoubleClickOpensTheDialogAndAnotherOneSpendsOnce(Browser browser) {
        paper.site().grant("dot", 2);
        Sitting dot = Sitting.of(browser, paper, "dot").reads("birds");
        dot.button("Unlock this post").dblclick();
        assertThat(dot.at("dialog")).isVisible();
        assertThat(paper.reader("dot").unlockLeft()).isEqualTo(2);
        int[] unlocks = {0};
        dot.page().onRequest(request -> {
            if (request.url().endsWith("/v1/me/unlocks") && request.method().equals("POST")) {
                unlocks[0]++;
            }
        });
        dot.button("Confirm").dblclick();
        dot.hasItAll();
        assertThat(unlocks[0]).isEqualTo(1);
        assertThat(paper.reader("dot").unlockLeft()).isEqualTo(1);
    }

    /** Where the dialog was, a link may lie. */
    @Test
    void theSecondClickOfADoubleClickHitsNothingThatCameUnderIt(Browser browser) {
        paper.site().grant("dee", 2);
        Sitting dee = Sitting.of(browser, paper, "dee").reads("birds");
        dee.press("Unlock this post");
        String address = dee.page().url();
        clickAt(dee.page(), dee.button("Confirm"), 1);
        dee.hasItAll();
        clickAt(dee.page(), dee.at("footer a").last(), 2);
        assertThat(dee.page()).hasURL(address);

        clickAt(dee.page(), dee.at("footer a").last(), 1);
        assertThat(dee.page()).not().hasURL(address);
    }

    /** One click, as the so-many-th of a row. */
    private static void clickAt(Page page, Locator where, int nth) {
        where.scrollIntoViewIfNeeded();
        BoundingBox box = where.boundingBox();
        page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
        page.mouse().down(new Mouse.DownOptions().setClickCount(nth));
        page.mouse().up(new Mouse.UpOptions().setClickCount(nth));
    }

    @Test
    void ofTwoTabsThatRaceForTheLastUnlockOneWinsAndTheOtherIsTold(Browser browser) {
        paper.site().grant("rae", 1);
        Sitting one = Sitting.of(browser, paper, "rae").reads("birds");
        Sitting other = one.tab().reads("frost");
        one.press("Unlock this post");
        other.press("Unlock this post");
        // Pressed by the page itself, so that neither waits for the other.
        for (Sitting tab : List.of(one, other)) {
            tab.page().evaluate("""
                setTimeout(() => document.querySelector('latchkey-paywall').shadowRoot
                    .querySelector('dialog .primary').click(), 100)
                """);
        }
        for (Sitting tab : List.of(one, other)) {
            Locator won = tab.page().getByText(Paper.CANARY);
            assertThat(won.or(tab.page().getByText("You have no unlocks left"))).isVisible();
        }
        boolean firstWon = one.page().getByText(Paper.CANARY).isVisible();
        Sitting winner = firstWon ? one : other;
        Sitting loser = firstWon ? other : one;
        winner.hasItAll();
        assertThat(loser.heading()).hasText("You have no unlocks left");
        assertThat(loser.heading()).isFocused();
        loser.hasOnlyThePreview();
        assertThat(paper.reader("rae").unlockLeft()).isZero();
    }

    @Test
    void twoTabsWithTheSameArticleSpendOneUnlock(Browser browser) {
        paper.site().grant("sam", 2);
        Sitting one = Sitting.of(browser, paper, "sam").reads("birds");
        Sitting other = one.tab().reads("birds");
        one.press("Unlock this post");
        other.press("Unlock this post");
        one.press("Confirm");
        other.press("Confirm");
        one.hasItAll();
        other.hasItAll();
        assertThat(paper.reader("sam").unlockLeft()).isEqualTo(1);
    }

    @Test
    void twoNewTabsOfAStrangerShareOneMeterAndNoCookieIsNeeded(Browser browser) {
        Sitting one = Sitting.anonymous(browser, paper, 1_000, 700);
        Sitting other = one.tab();
        one.page().navigate(paper.origin() + "/paper.css");
        Page opened = one.page()
                .context()
                .waitForPage(() -> one.page().evaluate("address => { window.open(address) }", paper.address("ferry")));
        other.reads("roof");
        other.hasItAll();
        assertThat(opened.getByText(Paper.CANARY)).isVisible();
        Sitting third = one.tab().reads("clock");
        assertThat(third.heading()).hasText("Sign in to read on");
        List<Cookie> cookies = one.page().context().cookies();
        assertThat(cookies).isEmpty();
    }

    @Test
    void goingBackLooksAgainAndSpendsNothing(Browser browser) {
        paper.site().grant("bea", 1);
        Sitting bea = Sitting.of(browser, paper, "bea").reads("birds");
        assertThat(bea.at(".left")).hasText("Unlock left: 1");
        paper.reader("bea").unlock("frost");
        bea.page().evaluate("""
            dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))
            """);
        assertThat(bea.heading()).hasText("You have no unlocks left");
        bea.hasOnlyThePreview();

        bea.reads("frost").hasItAll();
        bea.reads("birds");
        bea.page().goBack();
        bea.hasItAll();
        assertThat(paper.reader("bea").unlockLeft()).isZero();
    }

    private int used(String ref) {
        return paper.reader(ref).me().path("meter").path("used").asInt();
    }
}
