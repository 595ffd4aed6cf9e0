package io.latchkey.integration.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.TestService;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The widget in WordPress's own theme, from the preview to the whole post. */
@BrowserTest
@WordPressTest
class UnlockingBrowserTests {

    private static final double PATIENCE_MILLIS = 60_000;

    @BeforeAll
    void bePatient() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    @Test
    void unlocksInPlaceForWhoeverIsSignedInAtWordPress(Browser browser, WordPress wordpress) {
        letItsPagesCallTheService(wordpress);
        wordpress.post("wading", "premium", Texts.blocks());
        String[] user = wordpress.run("""
            $id = wp_create_user('wanda', 'x', 'wanda@heron.example');
            echo $id, '|', LOGGED_IN_COOKIE, '|',
                wp_generate_auth_cookie($id, time() + 3600, 'logged_in');
            """).split("\\|", 3);
        wordpress.site().grant(user[0], 3);

        Page page = reading(browser, wordpress);
        page.context().addCookies(List.of(new Cookie(user[1], user[2]).setUrl(wordpress.origin())));
        page.navigate(wordpress.origin() + "/wading/");
        assertThat(page.locator("latchkey-paywall .left")).hasText("Unlock left: 3");
        assertThat(page.content()).contains(Texts.START).doesNotContain(Texts.SECRET);
        Browser.shoot(page, "wordpress-wall");

        button(page, "Unlock this post").click();
        button(page, "Confirm").click();
        assertThat(page.getByText("Then " + Texts.SECRET)).isVisible();
        assertThat(page.locator("latchkey-paywall blockquote")).isVisible();
        assertThat(page.locator("latchkey-paywall .wall")).isHidden();
        Browser.shoot(page, "wordpress-unlocked");

        page.reload();
        assertThat(page.getByText("Then " + Texts.SECRET)).isVisible();
    }

    @Test
    void sendsStrangersToWordPressToSignInAndBack(Browser browser, WordPress wordpress) {
        letItsPagesCallTheService(wordpress);
        wordpress.post("signing", "registered", Texts.classic());
        wordpress.run("wp_create_user('stella', 'a password', 'stella@heron.example');");

        Page page = reading(browser, wordpress);
        page.navigate(wordpress.origin() + "/signing/");
        button(page, "Sign in").click();
        // WordPress moves the cursor there a moment after the page has come; whoever types before that is interrupted.
        assertThat(page.locator("#user_login")).isFocused();
        page.locator("#user_login").fill("stella");
        page.locator("#user_pass").fill("a password");
        page.locator("#wp-submit").click();

        assertThat(page).hasURL(wordpress.origin() + "/signing/");
        assertThat(page.getByText("On the second page")).isVisible();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Where the service says that it is, there it is. */
    private static Page reading(Browser browser, WordPress wordpress) {
        Page page = browser.newcomer(1_100, 900);
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.setDefaultNavigationTimeout(PATIENCE_MILLIS);
        page.route(TestService.ISSUER + "/**", route -> {
            String path = route.request().url().substring(TestService.ISSUER.length());
            String real = wordpress.site().api().uri(path).toString();
            route.fulfill(new Route.FulfillOptions().setResponse(route.fetch(new Route.FetchOptions().setUrl(real))));
        });
        return page;
    }

    private static void letItsPagesCallTheService(WordPress wordpress) {
        int status = wordpress
                .site()
                .api()
                .put(
                        "/v1/site",
                        wordpress.site().key(),
                        "{\"name\":\"The Heron\",\"locale\":\"en\",\"meter\":{},\"origins\":[\"%s\"]}"
                                .formatted(wordpress.origin()))
                .status();
        assertThat(status).isEqualTo(200);
    }
}
