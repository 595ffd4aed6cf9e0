package io.latchkey.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A newcomer clicks through the demo in a real browser; target/screenshots shows each step. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoBrowserTests {

    /** Words from beyond the preview of each paid article: the proof that it is the full text. */
    private static final String METERED_END = "Bids for the E flat";

    private static final String PREMIUM_END = "two black dots and a smile";
    private static final String SUBSCRIBERS_END = "There is no lamp on the east side";

    private Browser browser;
    private ConfigurableApplicationContext demo;
    private String front;
    private int shots;

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        browser = Browser.start();
        int port = freePort();
        demo = DemoApplication.start(data, "--server.port=" + port);
        front = "http://localhost:" + port + "/demo/";
    }

    @AfterAll
    void stop() {
        if (demo != null) {
            demo.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aNewcomerReadsUnlocksRunsOutSubscribesCancelsAndStillReads() {
        Page page = browser.newcomer(1280, 900);
        List<String> errors = new ArrayList<>();
        page.onPageError(errors::add);

        page.navigate(front);
        counts(page, 2, 3);
        shoot(page, "front");

        readsFree(page);
        unlocksUntilNoneIsLeft(page);
        subscribesAndComesBack(page);
        cancelsAndKeepsReading(page);

        press(page, "Move the clock a month");
        assertThat(page.locator("#toast")).containsText("It is");
        assertThat(page.locator("#wall")).isVisible();
        assertThat(errors).isEmpty();
    }

    @Test
    void cancellingAnUnlockSpendsNothingAndUndoingACancellationRestores() {
        Page page = browser.newcomer(1280, 900);
        open(page, "eel-count");
        press(page, "Unlock this post");
        dialog(page, "Cancel");
        assertThat(page.locator("dialog")).isHidden();
        page.reload();
        counts(page, 2, 3);

        subscribe(page);
        page.navigate(front + "account");
        press(page, "Cancel subscription");
        dialog(page, "Cancel subscription");
        press(page, "Undo the cancellation");
        assertThat(page.locator("#status")).containsText("It renews on");
    }

    @Test
    void aPackAddsItsUnlocksAndANewReaderBeginsFromTheStart() {
        Page page = browser.newcomer(1280, 900);
        page.navigate(front + "account");
        press(page, "Buy 5 unlocks for €4.00");
        pay(page);
        counts(page, 2, 8);

        press(page, "Start over as a new reader");
        assertThat(page.locator("#toast")).containsText("Welcome");
        counts(page, 2, 3);
    }

    @Test
    void fitsAPhone() {
        Page page = browser.newcomer(360, 740);
        for (String path : List.of("", "articles/eel-count", "account")) {
            page.navigate(front + path);
            assertThat(page.locator("#unlocks")).hasText("Unlock left: 3");
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
        }
        open(page, "eel-count");
        shoot(page, "phone-wall");
        press(page, "Unlock this post");
        shoot(page, "phone-dialog");
    }

    private void readsFree(Page page) {
        open(page, "library-roof");
        assertThat(page.locator("#text")).containsText(METERED_END);
        assertThat(page.locator("#quiet"))
                .hasText("You have read 1 of your 2 free articles this month.");
        shoot(page, "read-on-the-meter");
        open(page, "bakery-clock");
        counts(page, 0, 3);
        open(page, "library-roof");
        counts(page, 0, 3);
    }

    private void unlocksUntilNoneIsLeft(Page page) {
        open(page, "bus-to-the-moor");
        assertThat(page.locator("#wall")).containsText("Keep reading");
        shoot(page, "meter-used-up");
        unlock(page, 3);
        for (int left = 2; left > 0; left--) {
            open(page, left == 2 ? "eel-count" : "lamp-ledger");
            if (left == 2) {
                assertThat(page.content()).doesNotContain(PREMIUM_END);
            }
            unlock(page, left);
        }
        shoot(page, "unlocked");
        open(page, "radio-island");
        assertThat(page.locator("#wall-title")).hasText("You have no unlocks left");
        assertThat(button(page, "Unlock this post")).hasCount(0);
        shoot(page, "none-left");
        open(page, "eel-count");
        assertThat(page.locator("#text")).containsText(PREMIUM_END);
    }

    private void unlock(Page page, int left) {
        press(page, "Unlock this post");
        assertThat(page.locator("dialog")).containsText("Unlock this post?");
        assertThat(page.locator("#ask-text")).hasText("Unlock left: " + left);
        if (left == 3) {
            shoot(page, "unlock-dialog");
        }
        dialog(page, "Confirm");
        assertThat(page.locator("#text p").first()).isVisible();
        counts(page, 0, left - 1);
    }

    private void subscribesAndComesBack(Page page) {
        open(page, "harbour-money");
        assertThat(page.locator("#wall-title")).hasText("For subscribers");
        assertThat(page.content()).doesNotContain(SUBSCRIBERS_END);
        shoot(page, "for-subscribers");
        subscribe(page);
        assertThat(page).hasURL(front + "articles/harbour-money");
        assertThat(page.locator("#text")).containsText(SUBSCRIBERS_END);
        shoot(page, "subscribed");
    }

    private void subscribe(Page page) {
        press(page, "Subscribe for €9.00 a month");
        pay(page);
    }

    private void pay(Page page) {
        Locator pay = page.locator("button.pay");
        assertThat(pay).containsText("Pay");
        shoot(page, "checkout");
        pay.click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Paid.");
        page.getByText("Back to the").click();
    }

    private void cancelsAndKeepsReading(Page page) {
        page.navigate(front + "account");
        press(page, "Cancel subscription");
        dialog(page, "Cancel subscription");
        assertThat(page.locator(".receipt")).containsText("Receipt of your cancellation");
        assertThat(page.locator("#status")).containsText("It will not renew.");
        shoot(page, "canceled-with-receipt");
        open(page, "harbour-money");
        assertThat(page.locator("#text")).containsText(SUBSCRIBERS_END);
    }

    private void open(Page page, String article) {
        page.navigate(front + "articles/" + article);
    }

    private static void counts(Page page, int meter, int unlocks) {
        assertThat(page.locator("#meter")).hasText(meter + " of 2 free articles left this month");
        assertThat(page.locator("#unlocks")).hasText("Unlock left: " + unlocks);
    }

    private static Locator button(Page page, String name) {
        return page.locator("main, footer")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    private static void press(Page page, String name) {
        button(page, name).click();
    }

    private static void dialog(Page page, String name) {
        page.locator("dialog[open]")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true))
                .last()
                .click();
    }

    private void shoot(Page page, String name) {
        shots++;
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target/screenshots/%02d-%s.png".formatted(shots, name))));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
