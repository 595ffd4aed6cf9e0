package io.latchkey.account.home;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.latchkey.testing.Accessibility.assertAccessible;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import io.latchkey.testing.Browser;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Pattern;

/**
 * A reader before their account, in a window.
 *
 * @param complaints of the browser: refused by the policy, or failed
 */
record HomeWindow(TestReader reader, Manner manner, Page page, List<String> complaints) {

    /** How somebody uses a page. */
    enum Manner {
        MOUSE,
        KEYBOARD,
        PHONE,
        GERMAN,
        DARK,
        /** All three at once: the longest words on the narrowest page. */
        PHONE_GERMAN_DARK,
        NO_SCRIPT;

        private NewContextOptions options() {
            NewContextOptions options = new NewContextOptions()
                    .setViewportSize(this == PHONE || this == PHONE_GERMAN_DARK ? 360 : 1_000, 900)
                    .setLocale(inGerman() ? "de-DE" : "en-GB");
            return switch (this) {
                case DARK, PHONE_GERMAN_DARK -> options.setColorScheme(ColorScheme.DARK);
                case NO_SCRIPT -> options.setJavaScriptEnabled(false);
                case MOUSE, KEYBOARD, PHONE, GERMAN -> options;
            };
        }

        private boolean inGerman() {
            return this == GERMAN || this == PHONE_GERMAN_DARK;
        }

        private Locale language() {
            return inGerman() ? Locale.GERMAN : Locale.ENGLISH;
        }
    }

    static HomeWindow of(Browser browser, TestReader reader, Manner manner) {
        Page page = browser.newcomer(manner.options());
        List<String> complaints = new ArrayList<>();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> complaints.add(message.text()));
        // Browsers treat this machine as a secure place, whatever the scheme.
        page.context()
                .addCookies(
                        List.of(new Cookie("__Host-latchkey-" + reader.site().id(), reader.token())
                                .setUrl("https://localhost/")
                                .setSecure(true)
                                .setHttpOnly(true)));
        // Where the service says that it is, as its checkout pages are addressed.
        page.route(TestService.ISSUER + "/v1/**", route -> {
            String path = route.request().url().substring(TestService.ISSUER.length());
            String real = reader.site().api().uri(path).toString();
            route.fulfill(new Route.FulfillOptions().setResponse(route.fetch(new Route.FetchOptions().setUrl(real))));
        });
        return new HomeWindow(reader, manner, page, complaints);
    }

    HomeWindow opens(String path) {
        page.navigate(
                reader.site().api().uri("/account/" + reader.site().id() + path).toString());
        return this;
    }

    /** What the pages say under this key, in the reader's language. */
    String words(String key, Object... facts) {
        String text = ResourceBundle.getBundle(
                        "io.latchkey.account.home",
                        manner.language(),
                        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES))
                .getString(key);
        return facts.length == 0 ? text : new MessageFormat(text, manner.language()).format(facts);
    }

    /** The link or button of this name. */
    Locator control(String name) {
        Locator main = page.locator("main");
        return main.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true))
                .or(main.getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true)));
    }

    void press(String key) {
        use(control(words(key)));
    }

    /** By the mouse; or by the keyboard, on which it must be reached and be seen to be. */
    void use(Locator control) {
        if (manner != Manner.KEYBOARD) {
            control.click();
            return;
        }
        reach(control);
        page.keyboard().press("Enter");
    }

    private void reach(Locator control) {
        Browser.tabTo(page, control);
        assertThat(control).hasCSS("outline-style", "solid");
    }

    void check(Locator box) {
        if (manner == Manner.KEYBOARD) {
            reach(box);
            page.keyboard().press("Space");
        } else {
            box.check();
        }
    }

    void type(Locator field, String text) {
        if (manner == Manner.KEYBOARD) {
            reach(field);
            page.keyboard().type(text);
        } else {
            field.fill(text);
        }
    }

    void isOn(String path) {
        assertThat(page).hasURL(Pattern.compile(".*/account/" + reader.site().id() + path + "(\\?.*)?"));
    }

    void says(String text) {
        assertThat(page.locator("main")).containsText(text);
    }

    /** A state as it would ship: kept as a picture, open to everybody, refused nowhere. */
    void looksRight(String state) {
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Path.of(
                        "target",
                        "screenshots",
                        "account-" + state + "-" + manner.name().toLowerCase(Locale.ROOT) + ".png")));
        assertThat(complaints).isEmpty();
        if (manner == Manner.NO_SCRIPT) {
            return;
        }
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing is cut off")
                .isEqualTo(true);
        assertAccessible(page);
    }
}
