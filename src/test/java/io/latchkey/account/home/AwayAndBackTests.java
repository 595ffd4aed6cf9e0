package io.latchkey.account.home;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.latchkey.account.home.HomeWindow.Manner;
import io.latchkey.reader.session.ReaderCookie;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.RealAddress;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From the account to the provider's pages and back, with a file, and out, by a browser's own steps. */
@BrowserTest
class AwayAndBackTests {

    private static final TestService SERVICE = RealAddress.service();

    private static final Pattern AT_PROVIDERS = Pattern.compile(".*/v1/sandbox/checkouts/.*");

    private final TestSite site = SERVICE.site("away")
            .monthlyPlan("monthly", 900, 3)
            .article("birds", "premium")
            .article("frost", "premium");

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"KEYBOARD", "PHONE_GERMAN_DARK"})
    void paysAtTheProvidersChangesTheCardThereAndIsBack(Manner manner, Browser browser) {
        HomeWindow ada = HomeWindow.of(browser, site.reader("ada"), manner).opens("/plans/monthly");
        ada.press("plan.pay");
        assertThat(ada.page()).hasURL(AT_PROVIDERS);
        ada.looksRight("sandbox");
        atProviders(ada, AriaRole.BUTTON, "Pay €9.00");
        ada.isOn("/");
        ada.says(ada.words("status.active"));

        ada.press("home.payment-method");
        Page page = ada.page();
        atProviders(ada, AriaRole.BUTTON, "Let renewals fail");
        assertThat(page.getByText("The card declines renewals.")).isVisible();
        atProviders(ada, AriaRole.BUTTON, "Let renewals be paid");
        assertThat(page.getByText("The card pays renewals.")).isVisible();
        ada.looksRight("sandbox-paid");
        atProviders(ada, AriaRole.LINK, "Back to the site");
        ada.isOn("/");
        ada.says(ada.words("status.active"));
        assertThat(ada.complaints()).isEmpty();
    }

    /** The provider's page is not in the account's look, nor in its language. */
    private static void atProviders(HomeWindow window, AriaRole role, String name) {
        assertThat(window.page()).hasURL(AT_PROVIDERS);
        Locator control = window.page()
                .getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
        if (window.manner() == Manner.KEYBOARD) {
            Browser.tabTo(window.page(), control);
            window.page().keyboard().press("Enter");
        } else {
            control.click();
        }
    }

    @Tag("torture")
    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"KEYBOARD", "PHONE_GERMAN_DARK"})
    void paysAtTheProvidersInEveryOtherManner(Manner manner, Browser browser) {
        paysAtTheProvidersChangesTheCardThereAndIsBack(manner, browser);
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"KEYBOARD", "NO_SCRIPT"})
    void takesTheirOwnDataAlongAndSignsOut(Manner manner, Browser browser) throws IOException {
        site.grant("ada", 1);
        site.grant("bobolink", 1);
        TestReader reader = site.reader("ada");
        reader.unlock("birds");
        site.reader("bobolink").unlock("frost");

        HomeWindow ada = HomeWindow.of(browser, reader, manner).opens("/");
        Download file = ada.page().waitForDownload(() -> ada.press("home.export"));
        assertThat(file.suggestedFilename()).isEqualTo(site.id() + "-account.json");
        String text = Files.readString(file.path());
        JsonNode unlocks = JsonMapper.shared().readTree(text).path("metering").path("unlocks");
        assertThat(unlocks.valueStream().map(each -> each.path("article").asString()))
                .containsExactly("birds");
        assertThat(text).doesNotContain("frost", "bobolink");
        ada.isOn("/");

        ada.press("home.sign-out");
        ada.isOn("/sign-in");
        ada.opens("/").isOn("/sign-in");
        assertThat(ada.page().context().cookies()).noneMatch(cookie -> cookie.name.startsWith(ReaderCookie.PREFIX));
        // The session is over for whoever had a copy of it, too.
        assertThat(SERVICE.api().get("/v1/me", reader.token()).status()).isEqualTo(401);
    }
}
