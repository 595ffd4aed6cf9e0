package io.latchkey.reader.signin.openid;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.latchkey.testing.Accessibility.looksRight;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.RealAddress;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * To the provider's page, on another site, and back, in a real browser, which decides by itself what
 * cookies go along; target/screenshots shows how it looks.
 */
@BrowserTest
class OpenIdBrowserTests {

    private static final TestService SERVICE = RealAddress.service();
    private static final String WAY_IN = "Sign in with your account at openid-window";

    private final TestProvider provider = new TestProvider();
    private final TestSite site = SERVICE.site("openid-window");

    OpenIdBrowserTests() {
        provider.keys.add(TestProvider.ec("ec"));
        Answer put = SERVICE.api().put("/v1/site/sign-in", site.key(), """
            {"openId":{"issuer":"%s","clientId":"%s","jwksUri":"%s","authorizationUri":"%s","tokenUri":"%s"}}
            """.formatted(
                        TestProvider.ISSUER,
                        TestProvider.CLIENT,
                        provider.keysAt("http"),
                        provider.at("http", "/authorize"),
                        provider.at("http", "/token")));
        assertThat(put.status()).as(put.text()).isEqualTo(200);
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void signsInByKeyboardAloneAndComesBackToWhereItWasAsked(Browser browser) {
        Page page = open(browser.newcomer(1_024, 800), "/articles?q=tide&lang=en");
        assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
        looksRight(page, "sign-in-openid");
        press(page, page.getByText(WAY_IN));
        Browser.tabTo(page, page.getByLabel("Account"));
        page.keyboard().type("ada");
        page.keyboard().press("Enter");

        assertThat(page).hasURL(Pattern.compile(".*/articles[?]q=tide&lang=en"));
        assertThat(page.getByLabel("Search the titles")).hasValue("tide");
        assertThat(SERVICE.api().get("/v1/readers/ada", site.key()).status()).isEqualTo(200);

        // Once they are signed out, nothing leads back there: another reader may come.
        open(page, "/?lang=en");
        press(page, page.getByText("Sign out"));
        press(page, page.getByText(WAY_IN));
        Browser.tabTo(page, page.getByLabel("Account"));
        page.keyboard().type("bob");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*/account/" + site.id() + "/[?]lang=en"));
    }

    /** Whoever changes their mind at the provider can change it again. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void turnsBackThereAndSignsInOnAPhoneInGermanAndInTheDark(boolean script, Browser browser) {
        Page page = browser.newcomer(new NewContextOptions()
                .setViewportSize(360, 740)
                .setColorScheme(ColorScheme.DARK)
                .setJavaScriptEnabled(script));
        open(page, "/receipts?lang=de");
        Locator way = page.getByText("Mit Ihrem Konto bei openid-window anmelden");
        way.click();
        assertThat(page.locator("html")).hasAttribute("lang", "de");
        page.getByText("Cancel").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("nicht geklappt");
        if (script) {
            looksRight(page, "sign-in-openid-failed-phone");
        }
        way.click();
        page.getByLabel("Account").fill("ada");
        page.getByText("Continue").click();
        assertThat(page).hasURL(Pattern.compile(".*/receipts[?]lang=de"));
        assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Belege");
    }

    private static void press(Page page, Locator control) {
        Browser.tabTo(page, control);
        page.keyboard().press("Enter");
    }

    private Page open(Page page, String path) {
        page.navigate(SERVICE.api().uri("/account/" + site.id() + path).toString());
        return page;
    }
}
