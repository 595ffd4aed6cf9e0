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

    private Accessibility() {}

    /**
     * The page as it stands in the window breaks no rule that a program can check, once what comes or
     * goes in it has done so. In axe's legacy
     * mode, which looks into no frames of other sites, of which there are none, and opens no window
     * of its own.
     */
    public static void assertAccessible(Page page) {
        Browser.standsStill(page);
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

    private static Stream<String> lines(Rule broken) {
        return broken.getNodes().stream().map(node -> line(broken, node));
    }

    private static String line(Rule broken, CheckedNode node) {
        return broken.getId() + " at " + node.getTarget() + " " + node.getHtml() + ": " + node.getFailureSummary();
    }
}
