package io.latchkey.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.TestSite;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The widget on the pages of a site whose readers have their account at Latchkey alone. */
@BrowserTest
class WidgetSignInTests {

    private final TestSite site = SignInDesk.site().monthlyPlan("monthly", 900, 0);
    private final String address = "kim@" + site.id() + ".example";
    private final Paper paper =
            Paper.withoutAccounts(site).article("frost", "premium").article("tides", "subscribers");

    @AfterEach
    void close() {
        paper.close();
    }

    @Test
    void signsInByALinkBuysAndIsSignedOutWhereTheyWere(Browser browser) {
        Sitting kim = Sitting.anonymous(browser, paper, 1_100, 800).reads("tides");
        assertThat(kim.heading()).hasText("Sign in to read on");
        kim.press("Sign in");
        signIn(kim.page());
        assertThat(kim.page()).hasURL(paper.address("tides"));
        assertThat(kim.heading()).hasText("For subscribers");

        kim.press("Subscribe for €9.00 a month");
        kim.press("Pay €9.00");
        kim.hasItAll();
        assertThat(kim.told()).containsExactly("subscribed", "opened");
        kim.looksRight("own-sign-in-subscribed");

        // Another tab opens it as well, and none does once they are signed out at their account.
        kim.tab().reads("tides").hasItAll();
        kim.at("footer a").first().click();
        kim.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        assertThat(kim.page().getByLabel("E-mail address")).isVisible();
        kim.reads("tides");
        assertThat(kim.heading()).hasText("Sign in to read on");
        kim.hasOnlyThePreview();
    }

    /** Of a reader whose session ended while they read. */
    @Test
    void asksWhoeverIsNoLongerSignedInToSignInAgain(Browser browser) {
        Sitting kim = Sitting.anonymous(browser, paper, 1_100, 800).reads("frost");
        kim.press("Sign in");
        signIn(kim.page());
        assertThat(kim.heading()).hasText("You have no unlocks left");
        String token = (String) kim.page().evaluate("JSON.parse(Object.values(localStorage)[0])");
        kim.page().context().clearCookies();
        assertThat(site.api().delete("/v1/me/session", token).status()).isEqualTo(204);
        kim.press("Subscribe for €9.00 a month");
        assertThat(kim.page()).hasURL(Pattern.compile(".*/sign-in[?]lang=en&returnTo=.*"));
    }

    private void signIn(Page page) {
        page.getByLabel("E-mail address").fill(address);
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Look into your mailbox");
        page.navigate(site.api()
                .uri("/account/" + site.id() + "/sign-in/link?lang=en&token=" + SignInDesk.token(address))
                .toString());
        page.getByRole(AriaRole.MAIN).getByRole(AriaRole.BUTTON).click();
    }
}
