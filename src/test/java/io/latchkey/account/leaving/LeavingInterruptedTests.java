package io.latchkey.account.leaving;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.latchkey.subscription.declaration.DeclarationRun;
import io.latchkey.testing.Api;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What somebody declares goes through once, whatever goes wrong between their browser and us. */
@BrowserTest
class LeavingInterruptedTests {

    private static final List<String> FORMS = List.of("cancel-contract", "withdraw");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern BROWSERS_OWN = Pattern.compile("chrome-error:.*");

    @Tag("torture")
    @Test
    void nothingTypedIsLostWhileTheServiceIsAway(Browser browser) {
        String database = TestDatabase.fresh();
        TestService first = TestService.on(database);
        int port = first.port();
        TestSite site = first.site("away");
        Page page = browser.newcomer(1_024, 900);
        List<Page> tabs = FORMS.stream()
                .map(form -> filled(page.context().newPage(), site, form))
                .toList();
        first.close();
        tabs.forEach(LeavingInterruptedTests::fails);

        try (TestService second = TestService.on(database, "--server.port=" + port)) {
            for (Page tab : tabs) {
                tab.goBack();
                assertThat(tab.getByLabel("Your name")).hasValue("Ada");
                assertThat(tab.getByLabel("Your e-mail address with us")).hasValue("ada@example.org");
                assertThat(tab.getByLabel("Contract or customer number")).hasValue("Monthly");
                send(tab);
                assertThat(tab.getByRole(AriaRole.HEADING)).hasText("We have received your declaration");
            }
            second.bean(DeclarationRun.class).run().block(PATIENCE);
            assertThat(declared(second.api(), site)).containsExactlyInAnyOrder("cancellation", "withdrawal");
        }
    }

    @Test
    void whatArrivedIsDeclaredOnceThoughTheAnswerWasLost(Browser browser) {
        LeavingDesk desk = LeavingDesk.open("\"timeZone\":\"Europe/Berlin\"");
        for (String form : FORMS) {
            Page page = answerLost(desk, form, browser);
            page.reload();
            assertThat(page.getByRole(AriaRole.HEADING)).hasText("We have received your declaration");
        }
        desk.look();
        assertThat(declared(desk.api(), desk.site())).containsExactlyInAnyOrder("cancellation", "withdrawal");
    }

    /** The page is fetched anew, so it is another declaration; it ends no second contract. */
    @Test
    void whoGoesBackAndSendsItOnceMoreHasOneReceipt(Browser browser) {
        LeavingDesk desk = LeavingDesk.open("\"timeZone\":\"Europe/Berlin\"");
        TestSubscriber ada = desk.subscriber("ada");
        Page page = answerLost(desk, "cancel-contract", browser);
        page.goBack();
        send(page);
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("We have received your declaration");
        desk.look();
        assertThat(ada.status()).isEqualTo("canceled");
        assertThat(desk.api()
                        .get("/v1/me/receipts", ada.reader().token())
                        .body()
                        .path("items")
                        .valueStream()
                        .map(receipt -> receipt.path("kind").asString()))
                .containsExactlyInAnyOrder("purchase", "cancellation");
    }

    private static Page answerLost(LeavingDesk desk, String form, Browser browser) {
        Page page = filled(browser.newcomer(1_024, 900), desk.site(), form);
        page.route("**/" + form + "*", LeavingInterruptedTests::losesTheAnswer);
        fails(page);
        page.unrouteAll();
        return page;
    }

    private static Page filled(Page page, TestSite site, String form) {
        page.navigate(site.api()
                .uri("/account/" + site.id() + "/" + form + "?lang=en")
                .toString());
        page.getByLabel("Your name").fill("Ada");
        page.getByLabel("Your e-mail address with us").fill("ada@example.org");
        page.getByLabel("Contract or customer number").fill("Monthly");
        return page;
    }

    private static void fails(Page page) {
        send(page);
        assertThat(page).hasURL(BROWSERS_OWN);
    }

    private static void send(Page page) {
        page.locator("main form button").click();
    }

    private static void losesTheAnswer(Route route) {
        if (!route.request().method().equals("POST")) {
            route.resume();
            return;
        }
        // What is fetched for a page is of no origin else.
        Map<String, String> headers = new HashMap<>(route.request().headers());
        headers.put("origin", TestService.ISSUER);
        Route.FetchOptions once = new Route.FetchOptions().setMaxRedirects(0).setHeaders(headers);
        assertThat(route.fetch(once).status()).isEqualTo(303);
        route.abort("connectionreset");
    }

    /** All of it waits for the publisher, once it was looked at: nobody has a contract here. */
    private static List<String> declared(Api api, TestSite site) {
        return api.get("/v1/site/declarations?status=queued", site.key())
                .body()
                .path("items")
                .valueStream()
                .map(each -> each.path("kind").asString())
                .toList();
    }
}
