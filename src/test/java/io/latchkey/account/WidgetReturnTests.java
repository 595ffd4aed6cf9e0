package io.latchkey.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.TestService;
import io.latchkey.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Pages that a browser renders before anybody comes to them, and those that it keeps for who goes back. */
@Tag("money")
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WidgetReturnTests {

    /** Has the next page rendered, and goes there when the widget has stood on it for a moment. */
    private static final String FRONT = """
        <!doctype html><title>The Heron</title>
        <script type="speculationrules">
        {"prerender":[{"urls":["/pages/ahead"],"eagerness":"immediate"}]}
        </script>
        <script>
        addEventListener('storage', () => {
          setTimeout(() => { location.href = '/pages/ahead'; }, 1_000);
        });
        </script>
        """;

    private Paper paper;

    @BeforeAll
    void open() {
        paper = Paper.open(TestService.shared().site("return"));
        paper.settings("\"meter\":{\"limit\":5,\"anonymousLimit\":2,\"period\":\"month\"}");
        paper.article("birds", "premium").article("ferry", "metered");
        paper.page("front", FRONT).page("ahead", ahead());
        paper.site().monthlyPlan("monthly", 900, 0).plan("pack", """
            {"kind":"pack","name":"Five posts","unlocks":5,
             "price":{"amountMinor":400,"currency":"EUR"}}
            """);
    }

    @AfterAll
    void close() {
        paper.close();
    }

    /** Half way through buying, and then where they were led to sign in. */
    @Test
    void isUsableAgainForWhoeverGoesBackFromThePageTheyWereLedTo(Browser browser) {
        try (Browser keeping = browser.keepingPages()) {
            Sitting stranger = watched(Sitting.anonymous(keeping, paper, 1_100, 800));
            stranger.page().route("**/login*", route -> route.fulfill());
            stranger.reads("birds").press("Sign in");
            stranger.page().waitForURL("**/login*");
            goBack(stranger);
            assertThat(stranger.button("Sign in")).isVisible();
            assertThat(stranger.at("[aria-disabled]")).hasCount(0);

            paper.site().grant("bob", 1);
            Sitting bob = watched(Sitting.of(keeping, paper, "bob")).reads("birds");
            bob.at("summary").click();
            bob.press("Buy for €4.00");
            assertThat(bob.button("Pay €4.00")).isVisible();
            goBack(bob);
            assertThat(bob.at("[aria-disabled]")).hasCount(0);
            // Another way out, of what is open still: nothing was bought, and they may think again.
            bob.press("Subscribe for €9.00 a month");
            assertThat(bob.button("Pay €9.00")).isVisible();
            goBack(bob);
            bob.press("Unlock this post");
            bob.press("Confirm");
            bob.hasItAll();
            // Nobody is thanked for what they only looked at: what they had left was theirs before.
            assertThat(bob.told()).containsExactly("checkout", "checkout", "unlocked", "opened");
            assertThat(bob.at(".toast")).hasText("Unlocked. 0 left");
            assertThat(paper.reader("bob").unlockLeft()).isZero();

            // What was open is open when they come back to it, and costs nothing.
            bob.at("footer a").last().click();
            bob.page().waitForURL("**/withdraw*");
            goBack(bob);
            bob.hasItAll();
            assertThat(bob.told()).hasSize(4);
            bob.reads("birds").hasItAll();
            assertThat(bob.told()).containsExactly("opened");
            assertThat(bob.complaints()).isEmpty();
        }
    }

    /** By speculation rules, as sites and content networks send them for the links of a page. */
    @Test
    void spendsNothingOnAPageThatIsRenderedAheadUntilItsReaderComes(Browser browser, @TempDir Path profile)
            throws IOException {
        Process undriven = browser.undriven(paper.origin() + "/login?returnTo=/pages/front", profile);
        try {
            List<String> told =
                    Wait.until("the article is open", paper::told, all -> all.containsAll(List.of("read", "opened")));
            // The last two are on their way at once.
            assertThat(told).startsWith("ahead", "activated 0").hasSize(4);
            assertThat(paper.reader("ada").me().path("meter").path("used").asInt())
                    .isEqualTo(1);
        } finally {
            Browser.end(undriven);
        }
    }

    private static Sitting watched(Sitting sitting) {
        sitting.page().addInitScript("""
            addEventListener('pageshow', ({persisted}) => { window.kept = persisted; });
            """);
        return sitting;
    }

    /** To the very page that was left: a browser that loaded it anew would prove nothing. */
    private static void goBack(Sitting sitting) {
        sitting.page().goBack(new Page.GoBackOptions().setWaitUntil(WaitUntilState.COMMIT));
        sitting.page().waitForFunction("window.kept");
    }

    /** Tells whether it was rendered ahead, what it had asked for until somebody came, and what followed. */
    private String ahead() {
        return """
            <!doctype html><title>The ferry</title>
            <script type="module" src="%s/latchkey.js"></script>
            <latchkey-paywall site="%s" article="ferry" content="/text/ferry" session="/session"><p>Preview</p>
            </latchkey-paywall>
            <script>
            const tell = (what) => fetch(`/told?${what}`, {keepalive: true});
            customElements.whenDefined('latchkey-paywall').then(async () => {
              await tell(document.prerendering ? 'ahead' : 'visited');
              localStorage.setItem('ahead', '');
            });
            document.addEventListener('prerenderingchange', () => {
              const asked = performance.getEntriesByType('resource')
                  .filter(({name}) => /\\/v1\\/|session/.test(name));
              const {activationStart} = performance.getEntriesByType('navigation')[0];
              tell(`${activationStart > 1_000 ? 'activated' : 'loaded'} ${asked.length}`);
            });
            for (const name of ['read', 'opened']) {
              document.addEventListener(`latchkey:${name}`, () => tell(name));
            }
            </script>
            """.formatted(paper.site().api().uri(""), paper.site().id());
    }
}
