package io.latchkey.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.TestService;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the page around the widget is told, to the last member, and what it may do about it. */
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WidgetEventTests {

    private static final JsonMapper JSON = new JsonMapper();

    /** Everything, over all the pages that a reader comes through, and never once too often. */
    private static final String LISTENER = """
        for (const name of ['decision', 'read', 'unlocked', 'opened', 'checkout', 'subscribed', 'bought', 'failed',
            'sign-in']) {
          document.addEventListener(`latchkey:${name}`,
              ({detail}) => window.hear(JSON.stringify({event: name, ...detail})));
        }
        """;

    private Paper paper;

    @BeforeAll
    void open() {
        paper = Paper.open(TestService.shared().site("events"));
        paper.settings("\"meter\":{\"limit\":5,\"anonymousLimit\":2,\"period\":\"month\"}");
        paper.article("ferry", "metered").article("birds", "premium").article("tides", "subscribers");
        paper.site().plan("monthly", """
            {"kind":"subscription","name":"Monthly","tiers":["standard"],"period":"P1M",
             "price":{"amountMinor":900,"currency":"EUR"}}
            """).plan("pack", """
                {"kind":"pack","name":"Five posts","unlocks":5,
                 "price":{"amountMinor":400,"currency":"EUR"}}
                """);
    }

    @AfterAll
    void close() {
        paper.close();
    }

    @Test
    void tellsOfTheMeterOfUnlocksAndOfFailures(Browser browser) {
        paper.site().grant("eli", 2);
        Sitting eli = Sitting.of(browser, paper, "eli");
        List<JsonNode> heard = hearing(eli);
        eli.reads("ferry").hasItAll();
        told(heard, """
            [{"event":"decision","article":"ferry","decision":"unlockable","reason":"meter-available"},
             {"event":"read","article":"ferry","meter":%s},
             {"event":"opened","article":"ferry","reason":"metered"}]
            """.formatted(paper.reader("eli").me().path("meter")));

        eli.reads("birds").press("Unlock this post");
        eli.press("Confirm");
        eli.hasItAll();
        told(heard, """
            [{"event":"decision","article":"birds","decision":"unlockable","reason":"unlock-available"},
             {"event":"unlocked","article":"birds","unlockLeft":1},
             {"event":"opened","article":"birds","reason":"unlocked"}]
            """);

        eli.page().route("**/v1/**", route -> route.abort());
        eli.reads("birds");
        assertThat(eli.button("Try again")).isVisible();
        eli.page().context().setOffline(true);
        eli.press("Try again");
        assertThat(eli.heading()).hasText("You are offline");
        told(heard, """
            [{"event":"failed","article":"birds","state":"down"},
             {"event":"failed","article":"birds","state":"offline"}]
            """);
    }

    @Test
    void tellsOfCheckoutsAndOfWhatTheyBought(Browser browser) {
        Sitting ben = Sitting.of(browser, paper, "ben");
        List<JsonNode> heard = hearing(ben);
        ben.reads("birds").press("Buy for €4.00");
        ben.press("Pay €4.00");
        assertThat(ben.at(".left")).hasText("Unlock left: 5");
        told(heard, """
            [{"event":"decision","article":"birds","decision":"denied","reason":"no-unlock-left"},
             {"event":"checkout","article":"birds","plan":"pack"},
             {"event":"decision","article":"birds","decision":"unlockable","reason":"unlock-available"},
             {"event":"bought","article":"birds","plan":"pack"}]
            """);

        ben.reads("tides").press("Subscribe for €9.00 a month");
        ben.press("Pay €9.00");
        ben.hasItAll();
        told(heard, """
            [{"event":"decision","article":"tides","decision":"denied","reason":"subscription-required"},
             {"event":"checkout","article":"tides","plan":"monthly"},
             {"event":"decision","article":"tides","decision":"granted","reason":"plan"},
             {"event":"subscribed","article":"tides","plan":"monthly"},
             {"event":"opened","article":"tides","reason":"plan"}]
            """);
    }

    @Test
    void leavesSigningInToThePageThatPreventsItAndOpensOnceThatIsDone(Browser browser) {
        paper.site().grant("ida", 1);
        assertThat(paper.reader("ida").unlock("birds").status()).isEqualTo(201);
        Sitting ida = Sitting.anonymous(browser, paper, 1_100, 800);
        List<JsonNode> heard = hearing(ida);
        ida.reads("birds");
        assertThat(ida.heading()).hasText("Sign in to read on");
        ida.page().evaluate("""
            window.same = true;
            document.addEventListener('latchkey:sign-in', (event) => event.preventDefault());
            """);
        ida.press("Sign in");
        // Nobody went anywhere, and the button can be pressed again.
        assertThat(ida.at("[aria-disabled]")).hasCount(0);
        ida.press("Sign in");
        String here = paper.address("birds");
        assertThat(ida.page()).hasURL(here);
        told(heard, """
            [{"event":"decision","article":"birds","decision":"denied","reason":"sign-in-required"},
             {"event":"sign-in","article":"birds","returnTo":"%1$s"},
             {"event":"sign-in","article":"birds","returnTo":"%1$s"}]
            """.formatted(here));

        ida.signedInAs("ida").page().evaluate("document.querySelector('latchkey-paywall').refresh()");
        ida.hasItAll();
        assertThat(ida.page().evaluate("window.same")).isEqualTo(true);
        told(heard, """
            [{"event":"decision","article":"birds","decision":"granted","reason":"unlocked"},
             {"event":"opened","article":"birds","reason":"unlocked"}]
            """);
    }

    private static List<JsonNode> hearing(Sitting sitting) {
        List<JsonNode> heard = new ArrayList<>();
        sitting.page().exposeFunction("hear", told -> heard.add(JSON.readTree(String.valueOf(told[0]))));
        sitting.page().addInitScript(LISTENER);
        return heard;
    }

    /** This, in this order, since the last time. */
    private static void told(List<JsonNode> heard, String expected) {
        assertThat(heard).containsExactlyElementsOf(JSON.readTree(expected).values());
        heard.clear();
    }
}
