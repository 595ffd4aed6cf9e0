package io.latchkey.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.latchkey.testing.Accessibility.assertAccessible;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import io.latchkey.testing.Browser;
import io.latchkey.testing.TestService;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who reads the paper in a window.
 *
 * @param complaints of the browser: refused by the policy, or failed in the script
 */
record Sitting(Paper paper, Page page, List<String> complaints) {

    /** Notes which events the page hears, where a site's analytics would listen. */
    private static final String LISTENER = """
        window.told = [];
        for (const name of ['read', 'unlocked', 'subscribed', 'bought', 'opened', 'checkout']) {
          document.addEventListener(`latchkey:${name}`, () => window.told.push(name));
        }
        """;

    /** A desk's window whose reader is signed in at the paper. */
    static Sitting of(Browser browser, Paper paper, String ref) {
        Sitting sitting = anonymous(browser, paper, 1_100, 800);
        return sitting.signedInAs(ref);
    }

    static Sitting anonymous(Browser browser, Paper paper, int width, int height) {
        return at(paper, browser.newcomer(width, height));
    }

    /** Another tab of the same browser. */
    Sitting tab() {
        return at(paper, page.context().newPage());
    }

    private static Sitting at(Paper paper, Page page) {
        List<String> complaints = new ArrayList<>();
        page.addInitScript(LISTENER);
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Security Policy")) {
                complaints.add(message.text());
            }
        });
        // Where the service says that it is, as its checkout pages are addressed.
        page.route(TestService.ISSUER + "/**", route -> {
            String path = route.request().url().substring(TestService.ISSUER.length());
            String real = paper.site().api().uri(path).toString();
            route.fulfill(new Route.FulfillOptions().setResponse(route.fetch(new Route.FetchOptions().setUrl(real))));
        });
        return new Sitting(paper, page, complaints);
    }

    Sitting signedInAs(String ref) {
        page.context().addCookies(List.of(new Cookie("reader", ref).setUrl(paper.origin())));
        return this;
    }

    Sitting reads(String article) {
        page.navigate(paper.address(article));
        return this;
    }

    Locator at(String selector) {
        return page.locator("latchkey-paywall " + selector);
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator heading() {
        return at(".wall h2");
    }

    void press(String name) {
        button(name).click();
    }

    /** Presses Tab until this has the focus, as whoever has no mouse does. */
    Sitting tabTo(Locator wanted) {
        Browser.tabTo(page, wanted);
        return this;
    }

    void enter() {
        page.keyboard().press("Enter");
    }

    /** Has the whole article before them, and what tells so besides. */
    void hasItAll() {
        assertThat(page.getByText(Paper.CANARY)).isVisible();
        assertThat(at(".wall")).isHidden();
    }

    void hasOnlyThePreview() {
        assertThat(at(".preview")).hasClass("preview faded");
        assertThat(page.content()).doesNotContain(Paper.CANARY);
    }

    @SuppressWarnings("unchecked")
    List<String> told() {
        return (List<String>) page.evaluate("window.told");
    }

    /** A state as it would ship: kept as a picture, open to everybody, refused nowhere. */
    void looksRight(String state) {
        Browser.shoot(page, "widget-" + state);
        assertAccessible(page);
        assertThat(complaints).isEmpty();
    }
}
