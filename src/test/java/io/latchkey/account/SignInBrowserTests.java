package io.latchkey.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.latchkey.testing.Accessibility.looksRight;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in in a real browser; target/screenshots shows how it looks. */
@BrowserTest
class SignInBrowserTests {

    private final TestSite site = SignInDesk.site();

    /** Of this test alone: letters to it are not those of another. */
    private final String address = "kay@" + site.id() + ".example";

    @Test
    void signsInByKeyboardAloneAndComesBackToWhereItWasAsked(Browser browser) {
        Page page = open(browser.newcomer(1_024, 800), site, "/articles?q=tide&lang=en");
        assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
        looksRight(page, "sign-in");
        Browser.tabTo(page, page.getByLabel("E-mail address"));
        page.keyboard().type(address);
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Look into your mailbox");
        looksRight(page, "sign-in-sent");

        open(page, site, "/sign-in/link?lang=en&token=" + SignInDesk.token(address));
        looksRight(page, "sign-in-link");
        Browser.tabTo(page, page.getByRole(AriaRole.MAIN).getByRole(AriaRole.BUTTON));
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*/articles[?]q=tide&lang=en"));

        open(page, site, "/sign-in/link?lang=en&token=" + SignInDesk.token(address));
        page.getByRole(AriaRole.MAIN).getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("This link does not work");
        looksRight(page, "sign-in-link-over");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signsInOnAPhoneInGermanAndInTheDark(boolean script, Browser browser) {
        Page page = browser.newcomer(new NewContextOptions()
                .setViewportSize(360, 740)
                .setColorScheme(ColorScheme.DARK)
                .setLocale("de-DE")
                .setJavaScriptEnabled(script));
        open(page, site, "/receipts");
        page.getByLabel("E-Mail-Adresse").fill(address);
        page.getByRole(AriaRole.MAIN).getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Sehen Sie in Ihr Postfach");
        if (script) {
            looksRight(page, "sign-in-sent-phone");
        }
        open(page, site, "/sign-in/link?token=" + SignInDesk.token(address));
        if (script) {
            looksRight(page, "sign-in-link-phone");
        }
        page.getByRole(AriaRole.MAIN).getByRole(AriaRole.BUTTON).click();
        assertThat(page).hasURL(Pattern.compile(".*/receipts"));
        open(page, site, "/sign-in/link?token=" + SignInDesk.token(address));
        page.getByRole(AriaRole.MAIN).getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Dieser Link gilt nicht");
        if (script) {
            looksRight(page, "sign-in-link-over-phone");
        }
    }

    /** Each state on a phone, in German and in the dark. */
    @Test
    void saysWhatHappenedAndWhatToDo(Browser browser) {
        Page page = browser.newcomer(
                new NewContextOptions().setViewportSize(360, 740).setColorScheme(ColorScheme.DARK));
        open(page, site, "/sign-in?lang=de&ended=form");
        assertThat(page.getByRole(AriaRole.ALERT))
                .hasText("Sie waren nicht mehr angemeldet, darum wurde nichts geändert. Bitte melden Sie sich"
                        + " noch einmal an: Sie kommen dorthin zurück, wo Sie waren.");
        looksRight(page, "sign-in-ended-phone");

        page.evaluate("document.querySelector('form').noValidate = true");
        page.getByLabel("E-Mail-Adresse").fill("kay");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Das ist keine E-Mail-Adresse.");
        looksRight(page, "sign-in-invalid-phone");

        open(page, site, "/sign-in?lang=de&failed=1");
        looksRight(page, "sign-in-failed-phone");

        TestSite own = TestService.shared().site("own");
        open(page, own, "/sign-in?lang=de&ended=page");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Ihre Sitzung ist beendet.");
        assertThat(page.getByRole(AriaRole.MAIN).getByRole(AriaRole.LINK)).hasText("Zu " + own.id() + ".example");
        looksRight(page, "sign-in-elsewhere-phone");
    }

    private static Page open(Page page, TestSite site, String path) {
        page.navigate(site.api().uri("/account/" + site.id() + path).toString());
        return page;
    }
}
