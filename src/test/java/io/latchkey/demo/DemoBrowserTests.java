package io.latchkey.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

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
        Visit visit = new Visit(browser.newcomer(1280, 900), front);
        List<String> errors = new ArrayList<>();
        visit.page().onPageError(errors::add);

        visit.go("");
        visit.counts(2, 3);
        visit.shoot("01-front");

        readsFree(visit);
        unlocksUntilNoneIsLeft(visit);
        subscribesAndComesBack(visit);
        cancelsAndKeepsReading(visit);

        visit.press("Move the clock a month");
        assertThat(visit.at("#toast")).containsText("It is");
        assertThat(visit.at("#wall")).isVisible();
        assertThat(errors).isEmpty();
    }

    @Test
    void cancellingAnUnlockSpendsNothingAndUndoingACancellationRestores() {
        Visit visit = new Visit(browser.newcomer(1280, 900), front);
        visit.article("eel-count");
        visit.press("Unlock this post");
        visit.answer("Cancel");
        assertThat(visit.at("dialog")).isHidden();
        visit.page().reload();
        visit.counts(2, 3);

        visit.press("Subscribe for €9.00 a month");
        visit.payAndComeBack();
        visit.go("account");
        visit.press("Cancel subscription");
        visit.answer("Cancel subscription");
        visit.press("Undo the cancellation");
        assertThat(visit.at("#status")).containsText("It renews on");
    }

    @Test
    void aPackAddsItsUnlocksAndANewReaderBeginsFromTheStart() {
        Visit visit = new Visit(browser.newcomer(1280, 900), front);
        visit.go("account");
        visit.press("Buy 5 unlocks for €4.00");
        visit.payAndComeBack();
        visit.counts(2, 8);

        visit.press("Start over as a new reader");
        assertThat(visit.at("#toast")).containsText("Welcome");
        visit.counts(2, 3);
    }

    @Test
    void fitsAPhone() {
        Visit visit = new Visit(browser.newcomer(360, 740), front);
        for (String path : List.of("", "articles/eel-count", "account")) {
            visit.go(path);
            assertThat(visit.at("#unlocks")).hasText("Unlock left: 3");
            assertThat(visit.page().evaluate("document.documentElement.scrollWidth"))
                    .isEqualTo(360);
        }
        visit.article("eel-count");
        visit.shoot("phone-wall");
        visit.press("Unlock this post");
        visit.shoot("phone-dialog");
        visit.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        visit.go("account");
        assertThat(visit.at("#status")).hasText("You have none.");
        visit.shoot("phone-account-in-the-dark");
    }

    private void readsFree(Visit visit) {
        visit.article("library-roof");
        assertThat(visit.at("#text")).containsText(METERED_END);
        assertThat(visit.at("#quiet"))
                .hasText("You have read 1 of your 2 free articles this month.");
        visit.shoot("02-read-on-the-meter");
        visit.article("bakery-clock");
        visit.counts(0, 3);
        visit.article("library-roof");
        visit.counts(0, 3);
    }

    private void unlocksUntilNoneIsLeft(Visit visit) {
        visit.article("bus-to-the-moor");
        assertThat(visit.at("#wall")).containsText("Keep reading");
        visit.shoot("03-meter-used-up");
        unlock(visit, 3);
        for (int left = 2; left > 0; left--) {
            visit.article(left == 2 ? "eel-count" : "lamp-ledger");
            assertThat(visit.at("#wall")).isVisible();
            assertThat(visit.page().content()).doesNotContain(PREMIUM_END);
            unlock(visit, left);
        }
        visit.shoot("05-unlocked");
        visit.go("");
        assertThat(visit.at("[data-article=eel-count] .label")).hasText("Unlocked");
        visit.article("radio-island");
        assertThat(visit.at("#wall-title")).hasText("You have no unlocks left");
        assertThat(visit.button("Unlock this post")).hasCount(0);
        visit.shoot("06-none-left");
        visit.article("eel-count");
        assertThat(visit.at("#text")).containsText(PREMIUM_END);
    }

    private void unlock(Visit visit, int left) {
        visit.press("Unlock this post");
        assertThat(visit.at("dialog")).containsText("Unlock this post?");
        assertThat(visit.at("#ask-text")).hasText("Unlock left: " + left);
        if (left == 3) {
            visit.shoot("04-unlock-dialog");
        }
        visit.answer("Confirm");
        assertThat(visit.at("#text p").first()).isVisible();
        visit.counts(0, left - 1);
    }

    private void subscribesAndComesBack(Visit visit) {
        visit.article("harbour-money");
        assertThat(visit.at("#wall-title")).hasText("For subscribers");
        assertThat(visit.page().content()).doesNotContain(SUBSCRIBERS_END);
        visit.shoot("07-for-subscribers");
        visit.press("Subscribe for €9.00 a month");
        assertThat(visit.at("button.pay")).hasText("Pay 9.00 EUR");
        visit.shoot("08-checkout");
        visit.payAndComeBack();
        assertThat(visit.page()).hasURL(front + "articles/harbour-money");
        assertThat(visit.at("#text")).containsText(SUBSCRIBERS_END);
        visit.shoot("09-subscribed");
    }

    private void cancelsAndKeepsReading(Visit visit) {
        visit.go("account");
        visit.press("Cancel subscription");
        visit.answer("Cancel subscription");
        assertThat(visit.at(".receipt:has-text(\"Receipt of your cancellation\")"))
                .containsText("Receipt of your cancellation");
        assertThat(visit.at("#status")).containsText("It will not renew.");
        visit.shoot("10-canceled-with-receipt");
        visit.article("harbour-money");
        assertThat(visit.at("#text")).containsText(SUBSCRIBERS_END);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
