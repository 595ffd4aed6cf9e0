package io.latchkey.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSubscriber;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the service did and its answer never said is done once, though the reader tries again. */
@Tag("money")
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WidgetLostAnswerTests {

    private static final JsonMapper JSON = new JsonMapper();

    private Paper paper;

    @BeforeAll
    void open() {
        paper = Paper.open(TestService.shared().site("lost"));
        paper.settings("\"meter\":{\"limit\":1,\"anonymousLimit\":1,\"period\":\"month\"}");
        paper.article("birds", "premium").article("ferry", "metered").article("tides", "subscribers");
        paper.site().monthlyPlan("monthly", 900, 0).plan("pack", """
            {"kind":"pack","name":"Five posts","unlocks":5,
             "price":{"amountMinor":400,"currency":"EUR"}}
            """);
    }

    @AfterAll
    void close() {
        paper.close();
    }

    @Test
    void spendsOneUnlockThoughItsAnswerIsLostTwice(Browser browser) {
        paper.site().grant("una", 3);
        Sitting una = Sitting.of(browser, paper, "una").reads("birds");
        assertThat(una.button("Unlock this post")).isVisible();
        List<JsonNode> unlocks = losing(una, "unlocks", 1);
        List<JsonNode> looks = losing(una, "access/birds", 1);
        una.press("Unlock this post");
        una.press("Confirm");
        saysSo(una);
        una.hasOnlyThePreview();
        una.press("Try again");
        saysSo(una);
        una.press("Try again");
        una.hasItAll();
        assertThat(unlocks).hasSize(1).allMatch(lost -> lost.path("unlockLeft").asInt() == 2);
        assertThat(looks).hasSize(1);
        // Said and told once, when it is known at last.
        assertThat(una.at(".toast")).hasText("Unlocked. 2 left");
        assertThat(una.told()).containsExactly("unlocked", "opened");
        assertThat(una.page().locator("p:focus")).containsText(Paper.CANARY);
        assertThat(paper.reader("una").unlockLeft()).isEqualTo(2);
    }

    /** The only one of the month: whoever counted it twice would lock the reader out. */
    @Test
    void countsAReadOnceThoughItsAnswerIsLost(Browser browser) {
        Sitting mel = Sitting.of(browser, paper, "mel");
        List<JsonNode> lost = losing(mel, "reads", 1);
        mel.reads("ferry");
        saysSo(mel);
        mel.press("Try again");
        mel.hasItAll();
        assertThat(mel.at(".note")).hasText("0 of 1 free articles left this month");
        assertThat(lost).hasSize(1);
        assertThat(mel.told()).containsExactly("read", "opened");
        assertThat(paper.reader("mel").me().path("meter").path("used").asInt()).isEqualTo(1);
    }

    /** What never arrived spent nothing, whatever the reader unlocks elsewhere afterwards. */
    @Test
    void tellsOfNothingThatWasUnlockedElsewhereAfterARequestThatNeverArrived(Browser browser) {
        paper.site().grant("uma", 1);
        Sitting uma = Sitting.of(browser, paper, "uma").reads("birds");
        uma.page().route("**/v1/me/unlocks", Route::abort, new Page.RouteOptions().setTimes(1));
        uma.press("Unlock this post");
        uma.press("Confirm");
        saysSo(uma);
        uma.press("Try again");
        assertThat(uma.button("Unlock this post")).isVisible();
        assertThat(paper.reader("uma").unlock("birds").status()).isEqualTo(201);
        uma.page().evaluate("dispatchEvent(new Event('online'))");
        uma.hasItAll();
        assertThat(uma.told()).containsExactly("opened");
    }

    @Test
    void subscribesOnceThoughTheWayToPayIsLost(Browser browser) {
        TestReader sol = paper.reader("sol");
        Sitting sitting = Sitting.of(browser, paper, "sol").reads("tides");
        String first = ordersAgain(sitting, "subscription", "Subscribe for €9.00 a month");
        sitting.press("Pay €9.00");
        sitting.hasItAll();
        assertThat(sitting.told()).containsExactly("subscribed", "opened");
        assertThat(sol.payments()).hasSize(1);
        // Whoever finds the first one after all, in another tab, is paid back.
        assertThat(new TestSubscriber(sol, first).pay()).isEqualTo("refunded");
    }

    @Test
    void buysAPackOnceThoughTheWayToPayIsLost(Browser browser) {
        TestReader pat = paper.reader("pat");
        Sitting sitting = Sitting.of(browser, paper, "pat").reads("birds");
        ordersAgain(sitting, "purchases", "Buy for €4.00");
        sitting.press("Pay €4.00");
        assertThat(sitting.at(".toast")).hasText("Thank you. Unlock left: 5");
        assertThat(sitting.told()).containsExactly("bought");
        sitting.press("Unlock this post");
        sitting.press("Confirm");
        sitting.hasItAll();
        assertThat(pat.unlockLeft()).isEqualTo(4);
        assertThat(pat.payments()).hasSize(1);
    }

    /** Answers with the path of the checkout that was lost. */
    private static String ordersAgain(Sitting sitting, String path, String button) {
        List<JsonNode> lost = losing(sitting, path, 1);
        sitting.press(button);
        saysSo(sitting);
        // Nobody was led anywhere, and nobody is thanked.
        assertThat(sitting.told()).isEmpty();
        sitting.press("Try again");
        sitting.press(button);
        sitting.page().waitForURL("**/checkouts/**");
        String second = sitting.page().url();
        assertThat(lost).hasSize(1);
        String first = lost.getFirst().path("checkout").path("url").asString();
        assertThat(first).isNotEmpty().isNotEqualTo(second);
        return URI.create(first).getPath();
    }

    /** What is asked of this path is done, and what is answered does not arrive: so many times. */
    private static List<JsonNode> losing(Sitting sitting, String path, int times) {
        List<JsonNode> lost = new ArrayList<>();
        sitting.page()
                .route(
                        "**/v1/me/" + path,
                        route -> {
                            APIResponse answer = route.fetch();
                            assertThat(answer.status()).isIn(200, 201);
                            lost.add(JSON.readTree(answer.body()));
                            route.abort();
                        },
                        new Page.RouteOptions().setTimes(times));
        return lost;
    }

    private static void saysSo(Sitting sitting) {
        assertThat(sitting.heading()).hasText("The rest cannot be loaded just now");
    }
}
