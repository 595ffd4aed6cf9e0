package io.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.Stream;

/** Looks for what would shut people out of a page: the Web Content Accessibility Guidelines 2.2. */
public final class Accessibility {

    /** Levels A and AA; what a later version added has a tag of its own. */
    private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    /** Words that end in another line than they began in; of no address and no long number. */
    private static final String BROKEN_WORDS = """
        () => {
            %s
            const broken = [];
            for (const root of within(document.body)) {
                const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
                while (texts.nextNode()) {
                    const text = texts.currentNode;
                    const words = text.data.matchAll(/(?<=^|[\\s(“«„])[\\p{L}\\d]{2,30}(?=$|[\\s)”»“.,:;!?])/gu);
                    for (const {0: word, index} of words) {
                        const range = document.createRange();
                        range.setStart(text, index);
                        range.setEnd(text, index + word.length);
                        // An initial is taller than what it begins, and beside it all the same.
                        const [first, ...others] = range.getClientRects();
                        if (others.some(({top, bottom}) => (top + bottom) / 2 > first.bottom)) {
                            broken.push(`${word} in ${text.parentElement?.localName}: ${text.data.trim()}`);
                        }
                    }
                }
            }
            return broken;
        }
        """.formatted(Browser.WITHIN);

    private Accessibility() {}

    /**
     * The page as it stands in the window breaks no rule that a program can check, and no word, once
     * what comes or goes in it has done so. In axe's legacy mode, which looks into no frames of other
     * sites, of which there are none, and opens no window of its own.
     */
    public static void assertAccessible(Page page) {
        Browser.standsStill(page);
        assertThat((List<?>) page.evaluate(BROKEN_WORDS))
                .as("broken words on %s", page.url())
                .isEmpty();
        AxeResults results =
                new AxeBuilder(page).withTags(RULES).setLegacyMode(true).analyze();

        assertThat(results.getPasses())
                .as("what axe looked at on %s", page.url())
                .isNotEmpty();
        assertThat(results.getViolations().stream()
                        .flatMap(Accessibility::lines)
                        .toList())
                .as("barriers on %s", page.url())
                .isEmpty();
    }

    /** Keeps what a page looks like, which must shut nobody out, and cut off nothing. */
    public static void looksRight(Page page, String name) {
        Browser.shoot(page, name);
        assertAccessible(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as("width of %s", name)
                .isEqualTo(page.viewportSize().width);
    }

    private static Stream<String> lines(Rule broken) {
        return broken.getNodes().stream().map(node -> line(broken, node));
    }

    private static String line(Rule broken, CheckedNode node) {
        return broken.getId() + " at " + node.getTarget() + " " + node.getHtml() + ": " + node.getFailureSummary();
    }
}
