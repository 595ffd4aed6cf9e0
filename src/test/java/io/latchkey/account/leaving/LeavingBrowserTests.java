package io.latchkey.account.leaving;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.latchkey.testing.Accessibility.assertAccessible;
import static io.latchkey.testing.Accessibility.looksRight;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.TestSubscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The statutory ways out in a real browser; target/screenshots shows how they look. */
@BrowserTest
class LeavingBrowserTests {

    private final LeavingDesk desk = LeavingDesk.open("\"timeZone\":\"Europe/Berlin\"");

    @Test
    void cancelsInGermanByKeyboardAloneAndKeepsTheDeclaration(Browser browser) throws IOException {
        TestSubscriber ada = desk.subscriber("ada");
        Page page = open(browser.newcomer(1_024, 900), "sign-in?lang=de");
        Browser.tabTo(page, page.getByRole(AriaRole.LINK, link("Verträge hier kündigen")));
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Verträge hier kündigen");
        looksRight(page, "cancel-contract-de");

        // From one kind to the other and back by the arrows, as radio buttons are moved.
        Browser.tabTo(page, page.getByLabel("Ordentlich, zum frühestmöglichen Zeitpunkt"));
        page.keyboard().press("ArrowDown");
        assertThat(page.getByLabel("Außerordentlich, aus wichtigem Grund")).isChecked();
        page.keyboard().press("ArrowUp");
        declares(page, "jetzt kündigen");
        looksRight(page, "declared-de");
        Browser.tabTo(page, page.getByRole(AriaRole.LINK, link("Herunterladen")));
        Download file = page.waitForDownload(() -> page.keyboard().press("Enter"));
        assertThat(Files.readString(file.path())).contains("ada@example.org", "Kündigung");
        desk.look();
        assertThat(ada.status()).isEqualTo("canceled");
    }

    @Test
    void withdrawsByKeyboardAloneOnAPhoneInGermanAndInTheDark(Browser browser) {
        TestSubscriber ada = desk.subscriber("ada");
        Page page = open(
                browser.newcomer(
                        new NewContextOptions().setViewportSize(360, 740).setColorScheme(ColorScheme.DARK)),
                "withdraw?lang=de");
        looksRight(page, "withdraw-phone-german-dark");
        declares(page, "Widerruf bestätigen");
        looksRight(page, "declared-phone-german-dark");
        desk.look();
        assertThat(ada.status()).isEqualTo("expired");
    }

    @Test
    void cancelsOnAPhoneWithoutScriptAndKeepsTheSubscriptionAllTheSame(Browser browser) {
        TestSubscriber ada = desk.subscriber("ada");
        Page page = open(
                browser.newcomer(
                        new NewContextOptions().setViewportSize(360, 740).setJavaScriptEnabled(false)),
                "cancel-contract?lang=en");
        page.getByLabel("Your name").fill("Ada");
        page.getByLabel("Your e-mail address with us").fill("ada@example.org");
        page.getByRole(AriaRole.BUTTON, button("cancel now")).click();
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("We have received your declaration");
        desk.look();
        assertThat(ada.status()).isEqualTo("canceled");

        open(page, "cancel-contract/undo?lang=en&token=" + undoToken());
        page.getByRole(AriaRole.BUTTON, button("Keep my subscription")).click();
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Your subscription goes on");
        Browser.shoot(page, "undone-phone");
        assertThat(ada.status()).isEqualTo("active");
    }

    @Test
    void withdrawsOnAPhoneInTheDarkWithoutScript(Browser browser) {
        TestSubscriber ada = desk.subscriber("ada");
        Page page = browser.newcomer(new NewContextOptions()
                .setViewportSize(360, 740)
                .setColorScheme(ColorScheme.DARK)
                .setJavaScriptEnabled(false));
        open(page, "withdraw?lang=en");
        Browser.shoot(page, "withdraw-phone-dark");
        page.getByLabel("Your name").fill("Ada");
        page.getByLabel("Your e-mail address with us").fill("ada@example.org");
        page.getByRole(AriaRole.BUTTON, button("Confirm withdrawal")).click();
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("We have received your declaration");
        Browser.shoot(page, "declared-phone-dark");
        desk.look();
        assertThat(ada.status()).isEqualTo("expired");
    }

    @ParameterizedTest
    @CsvSource({"en,LIGHT", "de,DARK", "fr,LIGHT", "es,DARK"})
    void everyFormIsOpenToEverybodyOnAPhone(String language, ColorScheme colours, Browser browser) {
        Page page = browser.newcomer(
                new NewContextOptions().setViewportSize(360, 740).setColorScheme(colours));
        for (String path : List.of("withdraw", "cancel-contract/undo", "cancel-contract")) {
            open(page, path + "?lang=" + language);
            assertAccessible(page);
            assertThat(page.content()).doesNotContain("??");
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
        }
        Browser.shoot(page, "cancel-contract-phone-" + language);
    }

    @Test
    void saysWhatIsMissingAndKeepsWhatWasTyped(Browser browser) {
        Page page = browser.newcomer(1_024, 900);
        open(page, "cancel-contract?lang=en");
        page.evaluate("document.querySelector('form').noValidate = true");
        page.getByLabel("Extraordinary, for a serious cause").check();
        page.getByLabel("Reason (only if extraordinary)").fill("Because");
        page.getByRole(AriaRole.BUTTON, button("cancel now")).click();
        assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
        assertThat(page.getByLabel("Reason (only if extraordinary)")).hasValue("Because");
        assertThat(page.getByLabel("Extraordinary, for a serious cause")).isChecked();
        looksRight(page, "cancel-contract-missing");
    }

    @Test
    void keepsTheSubscriptionByTheLinkInTheLetter(Browser browser) {
        TestSubscriber ada = desk.subscriber("ada");
        desk.declare("cancel-contract", "kind=ordinary&identity=A&email=ada@example.org");
        Page page = open(browser.newcomer(1_024, 700), "cancel-contract/undo?lang=en&token=" + undoToken());
        looksRight(page, "undo");
        Browser.tabTo(page, page.getByRole(AriaRole.BUTTON, button("Keep my subscription")));
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Your subscription goes on");
        looksRight(page, "undone");
        assertThat(ada.status()).isEqualTo("active");
    }

    /** By the keyboard, down a form in German. */
    private static void declares(Page page, String button) {
        type(page, "Ihr Name", "Ada");
        type(page, "Ihre E-Mail-Adresse bei uns", "ada@example.org");
        type(page, "Vertrag oder Kundennummer", "Monthly");
        Browser.tabTo(page, page.getByRole(AriaRole.BUTTON, button(button)));
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Ihre Erklärung ist eingegangen");
    }

    private static void type(Page page, String label, String text) {
        Browser.tabTo(page, page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)));
        page.keyboard().type(text);
    }

    /** What the link in the letter to her carries. */
    private String undoToken() {
        return desk.lettersTo("ada@example.org").stream()
                .filter(each -> each.contains("/undo?token="))
                .findFirst()
                .orElseThrow()
                .replaceAll("(?s).*/undo\\?token=([A-Za-z0-9_-]+).*", "$1");
    }

    private Page open(Page page, String path) {
        page.navigate(desk.api().uri(desk.path(path)).toString());
        return page;
    }

    private static Page.GetByRoleOptions link(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Page.GetByRoleOptions button(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
