package io.latchkey.payment.sandbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.latchkey.testing.Accessibility.assertAccessible;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checkout page in a real browser; target/screenshots shows how it looks. */
@BrowserTest
class SandboxPageBrowserTests {

    private final TestSite site = site();
    private final String origin = "https://" + site.id() + ".example";

    @Test
    void movesTheClockAndLeadsBackToTheSite(Browser browser) {
        TestSubscriber reader = deciding("ada");
        Page page = browser.newcomer(1_024, 900);
        List<String> complaints = new ArrayList<>();
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.route(origin + "/**", route -> route.fulfill(new Route.FulfillOptions().setBody("the front page")));
        String address = MovingTime.service().api().uri(reader.checkout()).toString();
        page.navigate(address);
        assertAccessible(page);

        press(page, "Pay €9.00");
        assertThat(page).hasURL(origin + "/front");
        assertThat(page.locator("body")).hasText("the front page");
        page.navigate(address);
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Paid.");
        Instant paidUntil = reader.paidUntil();
        key(page).fill(TestService.OPERATOR);
        assertAccessible(page);
        Browser.shoot(page, "sandbox-clock");
        press(page, "1 month on");

        assertThat(page).hasURL(address);
        assertThat(key(page)).hasValue("");
        assertThat(reader.paidUntil()).isAfter(paidUntil);
        assertThat(complaints).isEmpty();
        page.getByText("Back to the site").click();
        assertThat(page).hasURL(origin + "/front");
    }

    @Test
    void saysThatTheKeyIsWrongAndGoesOnFromThere(Browser browser) {
        TestSubscriber reader = deciding("bob");
        Page page = browser.newcomer(360, 740);
        String address = MovingTime.service().api().uri(reader.checkout()).toString();
        page.navigate(address);

        key(page).fill("wrong");
        key(page).press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("This is not the operator's key. The clock was not moved.");
        assertThat(key(page)).isFocused();
        assertThat(page.url()).doesNotContain("wrong");
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
        assertAccessible(page);
        Browser.shoot(page, "sandbox-wrong-key");

        Instant before = MovingTime.now();
        key(page).fill(TestService.OPERATOR);
        key(page).press("Enter");
        assertThat(page).hasURL(address);
        assertThat(MovingTime.now()).isAfter(before.plusSeconds(86_000));
    }

    private TestSubscriber deciding(String ref) {
        TestReader reader = site.reader(ref);
        String url = site.api()
                .post(
                        "/v1/me/subscription",
                        reader.token(),
                        "{\"plan\":\"monthly\",\"returnTo\":\"%s/front\"}".formatted(origin))
                .body()
                .path("checkout")
                .path("url")
                .asString();
        return new TestSubscriber(reader, URI.create(url).getPath());
    }

    private static TestSite site() {
        return MovingTime.service().site("page-browser").monthlyPlan("monthly", 900, 3);
    }

    private static Locator key(Page page) {
        return page.getByLabel("Operator key");
    }

    private static void press(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .click();
    }
}
