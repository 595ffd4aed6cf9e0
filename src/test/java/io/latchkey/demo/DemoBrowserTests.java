package io.latchkey.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.latchkey.testing.Accessibility.assertAccessible;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** A newcomer clicks through the demo in a real browser; target/screenshots shows each step. */
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoBrowserTests {

    /** Words from beyond the preview of each paid article: the proof that it is the full text. */
    private static final String METERED_END = "Bids for the E flat";

    private static final String REGISTERED_END = "it is in a hurry";
    private static final String PREMIUM_END = "two black dots and a smile";
    private static final String SUBSCRIBERS_END = "There is no lamp on the east side";

    private static final Pattern HASH = Pattern.compile("^[0-9a-f]{64}$");

    /** How bright the ground is that an element paints. */
    private static final String RED = "it => +getComputedStyle(it).backgroundColor.match(/\\d+/)[0]";

    private ConfigurableApplicationContext demo;
    private Publisher publisher;
    private String front;

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        int port = freePort();
        demo = DemoApplication.start(data, "--server.port=" + port);
        publisher = demo.getBean(Publisher.class);
        front = "http://localhost:" + port + "/demo/";
    }

    @AfterAll
    void stop() {
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    void aNewcomerReadsSignsInUnlocksRunsOutSubscribesCancelsAndStillReads(Browser browser) {
        Visit visit = new Visit(browser.newcomer(1280, 900), front);
        List<String> errors = new ArrayList<>();
        visit.page().onPageError(errors::add);
        visit.page().onConsoleMessage(message -> {
            if (message.text().contains("Security Policy")) {
                errors.add(message.text());
            }
        });

        visit.go("");
        assertThat(visit.at("#meter")).hasText("One free article a month, two with an account");
        visit.shoot("demo-01-front");

        readsAsAStrangerUntilAskedToSignIn(visit);
        readsOnTheMeter(visit);
        unlocksUntilNoneIsLeft(visit);
        subscribesAndComesBack(visit);
        looksAtTheReceipt(visit);
        cancelsAndKeepsReading(visit);

        visit.press("Move the clock a month");
        assertThat(visit.wall()).hasText("For subscribers");
        assertThat(errors).isEmpty();
    }

    @Test
    void cancellingAnUnlockSpendsNothing(Browser browser) {
        Visit visit = new Visit(browser.newcomer(1280, 900), front);
        visit.signIn();
        visit.article("eel-count");
        visit.press("Unlock this post");
        visit.press("Cancel");
        assertThat(visit.at("dialog")).isHidden();
        assertThat(visit.button("Unlock this post")).isFocused();
        visit.page().reload();
        visit.counts(2, 3);
    }

    @Test
    void aPackAddsItsUnlocksAndANewReaderBeginsFromTheStart(Browser browser) {
        Visit visit = new Visit(browser.newcomer(1280, 900), front);
        visit.signIn();
        visit.article("eel-count");
        visit.at("summary").getByText("Other ways to read on").click();
        visit.shoot("demo-other-ways");
        visit.press("Buy for €4.00");
        visit.payAndComeBack();
        assertThat(visit.toast()).hasText("Thank you. Unlock left: 8");
        visit.counts(2, 8);

        visit.press("Start over as a new reader");
        visit.counts(2, 3);
        visit.press("Sign out");
        assertThat(visit.at(".sign-in")).isVisible();
    }

    @Test
    void whoSignsInByALinkIsKnownToThePaperToo(Browser browser) {
        Visit visit = new Visit(browser.newcomer(1280, 900), front);
        visit.go("sign-in");
        visit.page().getByText("Ask for a link").click();
        visit.page().getByLabel("E-mail address").fill("demo@saltmere.example");
        visit.at("form button[type=submit]").click();
        assertThat(visit.at("h1")).not().hasText("Sign in");
        Locator link = visit.at(".letter a[href*=token]").first();
        visit.until("mail", () -> link.count() > 0);
        visit.shoot("demo-letters");
        link.click();
        visit.at("main form button").click();
        visit.page().waitForURL("**/account/**");
        visit.go("articles/tide-pools");
        assertThat(visit.text()).containsText(REGISTERED_END);
        assertThat(visit.at("#unlocks")).hasText("Unlock left: 0");
    }

    /** BGB § 312k: whoever has the letter undoes it, wherever they are. */
    @Test
    void declaresToLeaveAndComesBackByTheLetter(Browser browser) {
        Visit visit = new Visit(browser.newcomer(1280, 900), front);
        visit.signIn();
        visit.article("harbour-money");
        visit.press("Subscribe for €9.00 a month");
        visit.payAndComeBack();
        visit.counts(2, 8);
        visit.page().navigate(publisher.origin() + "/account/" + publisher.site() + "/");
        visit.page().getByText("Cancel contracts here").first().click();
        // What the paper knows is filled in already.
        assertThat(visit.page().getByLabel("Your e-mail address with us")).not().hasValue("");
        visit.page().getByLabel("Your name").fill("Ada");
        visit.press("cancel now");
        assertThat(visit.at("h1")).hasText("We have received your declaration");
        visit.shoot("demo-declared");

        Locator undo = visit.at(".letter a[href*=undo]").first();
        visit.until("mail", () -> undo.count() > 0);
        undo.click();
        visit.at("main form button").click();
        assertThat(visit.at("h1")).hasText("Your subscription goes on");
        visit.page().navigate(publisher.origin() + "/account/" + publisher.site() + "/");
        assertThat(visit.at("main")).containsText("Active");

        visit.at("main").getByText("Pause", exactly()).click();
        visit.at("main form button").last().click();
        assertThat(visit.at("main")).containsText("Your subscription is paused.");
        visit.press("Resume now");
        visit.at("main").getByText("Change plan", exactly()).click();
        visit.page().getByLabel("Choose: The Lantern, all year").click();
        visit.at("main form button").last().click();
        assertThat(visit.at("main")).containsText("Your plan changes with the next payment.");
        visit.shoot("demo-plan-changes");
    }

    @Test
    void speaksTheLanguageOfTheArticle(Browser browser) {
        Visit visit = new Visit(browser.newcomer(1280, 900), front);
        visit.signIn();
        visit.article("kiosk-am-anleger");
        assertThat(visit.wall()).hasText("Weiterlesen");
        assertThat(visit.at("latchkey-paywall footer a"))
                .hasText(new String[] {"Ihr Konto und Abo", "Verträge hier kündigen", "Vertrag widerrufen"});
        visit.press("Artikel freischalten");
        visit.shoot("demo-german-dialog");
        visit.press("Freischalten");
        assertThat(visit.toast()).hasText("Freigeschaltet. Noch 2 übrig");
        assertThat(visit.text()).containsText("zwanzig nach zehn");
    }

    /** Its cookies, checkouts and letters are of one name: whoever comes by another goes there. */
    @Test
    void isThereUnderItsNumberToo(Browser browser) {
        Visit visit = new Visit(browser.newcomer(1280, 900), front.replace("localhost", "127.0.0.1"));
        visit.article("eel-count");
        assertThat(visit.page()).hasURL(front + "articles/eel-count");
        visit.at("latchkey-paywall .wall").getByText("Sign in", exactly()).click();
        visit.press("Sign in as a demo reader");
        visit.counts(2, 3);
        visit.press("Unlock this post");
        visit.press("Confirm");
        assertThat(visit.text()).containsText(PREMIUM_END);

        String account = publisher.origin() + "/account/" + publisher.site() + "/?lang=de";
        visit.page().navigate(account.replace("localhost", "127.0.0.1"));
        assertThat(visit.page()).hasURL(account);
        assertThat(visit.at("h1")).hasText("Ihr Konto");
    }

    @Test
    void linksTheWaysOutOfAContractFromEveryPage(Browser browser) {
        Visit visit = new Visit(browser.newcomer(1280, 900), front);
        for (String path : List.of("", "articles/night-ferry", "articles/eel-count", "sign-in")) {
            visit.go(path);
            String account = "/account/" + publisher.site() + "/";
            for (String way : List.of("", "cancel-contract", "withdraw")) {
                assertThat(visit.at("body > footer a[href='" + account + way + "']"))
                        .isVisible();
            }
        }
        visit.page().getByText("Cancel contracts here").first().click();
        assertThat(visit.at("h1")).hasText("Cancel contracts here");
    }

    @Test
    void fitsAPhoneByNight(Browser browser) {
        fitsAPhone(browser, ColorScheme.DARK);
    }

    @Tag("torture")
    @Test
    void fitsAPhoneByDay(Browser browser) {
        fitsAPhone(browser, ColorScheme.LIGHT);
    }

    private void fitsAPhone(Browser browser, ColorScheme scheme) {
        Visit visit = new Visit(browser.newcomer(360, 740), front);
        visit.signIn();
        visit.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        String name = "demo-phone-" + (scheme == ColorScheme.DARK ? "dark-" : "");
        for (String path : List.of("", "articles/night-ferry", "articles/eel-count", "sign-in", "mail")) {
            visit.go(path);
            assertThat(visit.page().evaluate("document.documentElement.scrollWidth"))
                    .as(path)
                    .isEqualTo(360);
            assertAccessible(visit.page());
            if (path.isEmpty()) {
                visit.shoot(name + "front");
            }
        }
        visit.article("eel-count");
        visit.at("latchkey-paywall .left").scrollIntoViewIfNeeded();
        visit.shoot(name + "wall");
        visit.press("Unlock this post");
        visit.shoot(name + "dialog");
    }

    @Tag("torture")
    @Test
    void looksRightInTheDark(Browser browser) {
        Visit visit = new Visit(browser.newcomer(1280, 900), front);
        visit.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        visit.go("");
        visit.shoot("demo-dark-front");
        visit.article("radio-island");
        assertThat(visit.wall()).hasText("Sign in to read on");
        visit.shoot("demo-dark-sign-in");
    }

    private static void readsAsAStrangerUntilAskedToSignIn(Visit visit) {
        visit.article("bakery-clock");
        assertThat(visit.note()).hasText("0 of 1 free articles left this month");
        visit.article("tide-pools");
        assertThat(visit.wall()).hasText("Sign in to read on");
        visit.shoot("demo-02-stranger");
        visit.at("latchkey-paywall .wall").getByText("Sign in", exactly()).click();
        assertThat(visit.at("h1")).hasText("Sign in");
        visit.shoot("demo-03-sign-in");
        visit.press("Sign in as a demo reader");
        assertThat(visit.page()).hasURL(visit.front() + "articles/tide-pools");
        assertThat(visit.text()).containsText(REGISTERED_END);
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    /** What the stranger read is still counted, and still open. */
    private static void readsOnTheMeter(Visit visit) {
        visit.article("library-roof");
        assertThat(visit.text()).containsText(METERED_END);
        assertThat(visit.note()).hasText("0 of 2 free articles left this month");
        visit.counts(0, 3);
        visit.shoot("demo-04-read-on-the-meter");
        visit.article("bakery-clock");
        assertThat(visit.note()).hasText("0 of 2 free articles left this month");
    }

    private static void unlocksUntilNoneIsLeft(Visit visit) {
        visit.article("bus-to-the-moor");
        assertThat(visit.wall()).hasText("Keep reading");
        visit.shoot("demo-05-meter-used-up");
        unlock(visit, 3);
        for (int left = 2; left > 0; left--) {
            visit.article(left == 2 ? "eel-count" : "lamp-ledger");
            assertThat(visit.wall()).isVisible();
            assertThat(visit.page().content()).doesNotContain(PREMIUM_END);
            unlock(visit, left);
        }
        visit.shoot("demo-07-unlocked");
        visit.go("");
        assertThat(visit.at("[data-article=eel-count] .label")).hasText("Unlocked");
        visit.article("radio-island");
        assertThat(visit.wall()).hasText("You have no unlocks left");
        assertThat(visit.button("Unlock this post")).hasCount(0);
        visit.at("latchkey-paywall footer").scrollIntoViewIfNeeded();
        visit.shoot("demo-08-none-left");
        visit.article("eel-count");
        assertThat(visit.text()).containsText(PREMIUM_END);
    }

    private static void unlock(Visit visit, int left) {
        visit.press("Unlock this post");
        assertThat(visit.at("dialog h2")).hasText("Unlock this post?");
        assertThat(visit.at("dialog p")).hasText("Unlock left: " + left);
        if (left == 2) {
            visit.shoot("demo-06-unlock-dialog");
        }
        visit.press("Confirm");
        assertThat(visit.toast()).hasText("Unlocked. " + (left - 1) + " left");
        visit.counts(0, left - 1);
    }

    private void subscribesAndComesBack(Visit visit) {
        visit.article("harbour-money");
        assertThat(visit.wall()).hasText("For subscribers");
        assertThat(visit.page().content()).doesNotContain(SUBSCRIBERS_END);
        visit.shoot("demo-09-for-subscribers");
        visit.press("Subscribe for €9.00 a month");
        assertThat(visit.at("button.pay")).hasText("Pay €9.00");
        visit.shoot("demo-10-checkout");
        visit.payAndComeBack();
        assertThat(visit.page()).hasURL(front + "articles/harbour-money");
        assertThat(visit.text()).containsText(SUBSCRIBERS_END);
        assertThat(visit.toast()).hasText("Thank you. Your subscription has begun.");
        visit.shoot("demo-11-subscribed");
    }

    private static void looksAtTheReceipt(Visit visit) {
        visit.at(".bar").getByText("Your account").click();
        Locator receipt = visit.at("section[aria-labelledby=receipts] li");
        assertThat(receipt.locator("a")).hasText("Purchase: The Lantern, every day");
        assertThat(receipt.locator(".hint")).containsText("€9.00 · ");
        receipt.locator("a").click();
        assertThat(visit.at("h1")).hasText("Receipt of your purchase");
        assertThat(visit.at("main")).containsText("The Lantern, every day");
        visit.shoot("demo-12-receipt");

        visit.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        visit.page().setViewportSize(360, 740);
        fitsThePhone(visit, "demo-phone-dark-receipt");
        visit.page().getByText("Verify this receipt").click();
        assertThat(visit.at("h1")).hasText("Verification of a receipt");
        assertThat(visit.at("main")).containsText("This receipt is signed and unchanged.");
        fitsThePhone(visit, "demo-phone-dark-verification");
        visit.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        visit.page().setViewportSize(1280, 900);
        visit.shoot("demo-13-verification");
        visit.page().getByText("Show the receipt").click();
        assertThat(visit.at("h1")).hasText("Receipt of your purchase");
    }

    /** Dark, nothing cut off, and a hash in as few lines as there is room for. */
    private static void fitsThePhone(Visit visit, String name) {
        assertThat(visit.page().evaluate("document.documentElement.scrollWidth"))
                .isEqualTo(360);
        Locator hash = visit.page().getByText(HASH).first();
        assertThat((int) hash.evaluate("it => it.scrollWidth - it.clientWidth")).isZero();
        assertThat((double) hash.evaluate("it => it.getBoundingClientRect().width + .5"))
                .isGreaterThan(300);
        for (String part : List.of("body", "main")) {
            assertThat((int) visit.at(part).evaluate(RED)).as(part).isLessThan(64);
        }
        visit.shoot(name);
    }

    private void cancelsAndKeepsReading(Visit visit) {
        visit.page().navigate(publisher.origin() + "/account/" + publisher.site() + "/");
        visit.at("main").getByText("Cancel subscription", exactly()).click();
        assertThat(visit.at("main").getByText("Keep it", exactly())).isVisible();
        assertThat(visit.button("Pay less instead")).isVisible();
        assertThat(visit.at("main")).containsText("pay €4.50 for each of your next 3 payments");
        visit.shoot("demo-14-cancel");
        visit.press("Cancel subscription");
        assertThat(visit.at("h1")).hasText("Your subscription is cancelled");
        visit.article("harbour-money");
        assertThat(visit.text()).containsText(SUBSCRIBERS_END);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
