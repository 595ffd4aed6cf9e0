package io.latchkey.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ReducedMotion;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the widget says when something is in the way, and how it looks to different readers. */
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WidgetStateTests {

    private static final String EVERYTHING = "**/v1/**";

    private Paper paper;

    @BeforeAll
    void open() {
        paper = furnished(TestService.shared());
    }

    @AfterAll
    void close() {
        paper.close();
    }

    private static Paper furnished(TestService service) {
        Paper paper = Paper.open(service.site("states"));
        paper.article("birds", "premium").article("frost", "premium");
        paper.article("tides", "subscribers");
        paper.site().plan("yearly", """
            {"kind":"subscription","name":"Das ganze Jahr","trial":"P14D",
             "price":{"amountMinor":8950,"currency":"EUR"},"period":"P1Y"}
            """).plan("pack", """
                {"kind":"pack","name":"Fünf Artikel","unlocks":5,"validFor":"P3M",
                 "price":{"amountMinor":400,"currency":"EUR"}}
                """);
        return paper;
    }

    @Test
    void showsWhereTheRestWillStandWhileItLoads(Browser browser) {
        Sitting lou = Sitting.of(browser, paper, "lou");
        lou.page().route(EVERYTHING, _ -> {});
        lou.reads("birds");
        assertThat(lou.at(".skeleton")).isVisible();
        lou.looksRight("loading");
    }

    /** Neither lines that wait, nor what rises, for whoever asked their machine for less of it. */
    @Test
    void nothingMovesForReadersWhoWantItStill(Browser browser) {
        paper.site().grant("mol", 2);
        Sitting mol = Sitting.of(browser, paper, "mol");
        List<Route> held = new ArrayList<>();
        mol.page().route("**/v1/me/**", held::add);
        mol.reads("birds");
        assertThat(mol.at(".skeleton")).isVisible();
        assertThat(moving(mol)).contains("i");
        mol.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        assertThat(moving(mol)).isEmpty();
        mol.page().unroute("**/v1/me/**");
        held.forEach(Route::resume);

        mol.press("Unlock this post");
        assertThat(mol.button("Confirm")).isVisible();
        assertThat(moving(mol)).isEmpty();
        // Looked at when the page hears of it: what rises has no longer to do so than a moment.
        mol.page().evaluate("""
            document.addEventListener('latchkey:unlocked', ({target}) => {
              window.rising = target.shadowRoot.getAnimations().length;
            })
            """);
        mol.press("Confirm");
        mol.hasItAll();
        assertThat(mol.page().evaluate("window.rising")).isEqualTo(0);
        assertThat(mol.at(".toast")).isVisible();
        assertThat(moving(mol)).isEmpty();
    }

    /** The names of the elements that change by themselves. */
    @SuppressWarnings("unchecked")
    private static List<String> moving(Sitting sitting) {
        return (List<String>) sitting.page().evaluate("""
            [document, document.querySelector('latchkey-paywall').shadowRoot]
                .flatMap((root) => root.getAnimations())
                .map(({effect}) => effect.target.localName)
            """);
    }

    @Test
    void saysThatTheReaderIsOfflineAndGoesOnOnceTheyAreBack(Browser browser) {
        paper.site().grant("olo", 1);
        Sitting olo = Sitting.of(browser, paper, "olo").reads("birds");
        assertThat(olo.at(".left")).isVisible();
        olo.page().context().setOffline(true);
        olo.press("Unlock this post");
        olo.press("Confirm");
        assertThat(olo.heading()).hasText("You are offline");
        olo.hasOnlyThePreview();
        olo.looksRight("offline");

        olo.page().context().setOffline(false);
        assertThat(olo.at(".left")).hasText("Unlock left: 1");
    }

    @Test
    void keepsThePreviewWhenTheServiceIsStoppedHalfWay(Browser browser) {
        TestService service = TestService.own();
        try (Paper own = furnished(service)) {
            own.site().grant("sid", 1);
            Sitting sid = Sitting.of(browser, own, "sid").reads("birds");
            sid.press("Unlock this post");
            service.close();
            sid.press("Confirm");
            assertThat(sid.heading()).hasText("The rest cannot be loaded just now");
            assertThat(sid.heading()).isFocused();
            sid.hasOnlyThePreview();
            sid.looksRight("service-down");
            sid.press("Try again");
            assertThat(sid.heading()).hasText("The rest cannot be loaded just now");
        } finally {
            service.close();
        }
    }

    @Test
    void whatWasPaidForOpensOnceTheContentServerIsBack(Browser browser) {
        paper.site().grant("cas", 2);
        Sitting cas = Sitting.of(browser, paper, "cas").reads("birds");
        cas.page().route("**/text/**", route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
        cas.press("Unlock this post");
        cas.press("Confirm");
        assertThat(cas.heading()).hasText("The rest cannot be loaded just now");
        cas.page().unroute("**/text/**");
        cas.press("Try again");
        cas.hasItAll();
        assertThat(paper.reader("cas").unlockLeft()).isEqualTo(1);
    }

    @Test
    void signsInAgainByItselfWhileTheSiteKnowsItsReader(Browser browser) {
        paper.site().grant("eva", 1);
        AtomicReference<String> used = new AtomicReference<>("");
        Sitting eva = listening(Sitting.of(browser, paper, "eva"), used).reads("birds");
        assertThat(eva.at(".left")).isVisible();
        end(used.get());
        eva.press("Unlock this post");
        eva.press("Confirm");
        eva.hasItAll();
    }

    @Test
    void leadsAReaderWhoseSessionIsOverToSignInAndBackToTheSamePlace(Browser browser) {
        paper.site().grant("ada", 1);
        AtomicReference<String> used = new AtomicReference<>("");
        Sitting ada = listening(Sitting.of(browser, paper, "ada"), used).reads("birds");
        assertThat(ada.at(".left")).isVisible();
        end(used.get());
        ada.page().context().clearCookies();
        ada.press("Unlock this post");
        ada.press("Confirm");
        assertThat(ada.heading()).hasText("Please sign in again");
        ada.looksRight("expired");
        ada.press("Sign in");
        assertThat(ada.at(".left")).hasText("Unlock left: 1");
        assertThat(ada.page()).hasURL(paper.address("birds"));
        assertThat(ada.at(".left")).isInViewport();
    }

    @Test
    void asksForANewCardWhenThePaymentFailed(Browser browser) {
        try (Paper moving = furnished(MovingTime.service())) {
            moving.settings("\"graceDays\":5").site().monthlyPlan("monthly", 900, 0);
            TestSubscriber pam = TestSubscriber.of(moving.reader("pam"), "monthly");
            pam.card("declines");
            MovingTime.advanceTo(pam.paidUntil().plusSeconds(60));
            assertThat(pam.status()).isEqualTo("past_due");
            moving.settings("\"graceDays\":0");

            Sitting sitting = Sitting.of(browser, moving, "pam").reads("birds");
            assertThat(sitting.heading()).hasText("Your last payment failed");
            sitting.hasOnlyThePreview();
            sitting.looksRight("past-due");
            sitting.press("Use another card");
            sitting.page().waitForURL(TestService.ISSUER + "/v1/sandbox/checkouts/**");
        }
    }

    @Test
    void saysSoWhenNothingOpensTheArticle(Browser browser) {
        Sitting gus = Sitting.of(browser, paper, "gus").reads("never-published");
        assertThat(gus.heading()).hasText("This article cannot be opened");
        gus.looksRight("gone");
    }

    @Test
    void speaksGermanAndCountsInIt(Browser browser) {
        Sitting ute = Sitting.of(browser, paper, "ute");
        ute.page().navigate(paper.address("birds") + "?lang=de");
        assertThat(ute.heading()).hasText("Sie haben keine Freischaltungen mehr");
        assertThat(ute.button("Kaufen für 4,00\u00a0€")).isVisible();
        assertThat(ute.button("Abonnieren: 2 Wochen gratis, danach 89,50\u00a0€ im Jahr"))
                .isVisible();
        assertThat(ute.at("li").first()).containsText("Das ganze Jahr");
        ute.looksRight("german-none-left");
        paper.site().grant("ute", 2);
        ute.page().reload();
        ute.press("Artikel freischalten");
        ute.looksRight("german-dialog");
        ute.press("Freischalten");
        ute.hasItAll();
        assertThat(ute.at(".toast")).hasText("Freigeschaltet. Noch 1 übrig");
    }

    /** For sites that hold the reader token on their pages already. */
    @Test
    void takesTheReaderTokenFromTheSitesOwnScript(Browser browser) {
        paper.site().grant("fay", 4);
        Sitting fay = Sitting.anonymous(browser, paper, 1_100, 800);
        fay.page().addInitScript("""
            customElements.whenDefined('latchkey-paywall').then(() => {
              document.querySelector('latchkey-paywall').session = async () => '%s';
            });
            """.formatted(paper.reader("fay").token()));
        fay.reads("birds");
        assertThat(fay.at(".left")).hasText("Unlock left: 4");
    }

    @Test
    void takesTheSitesWordsAndColours(Browser browser) {
        TestReader wes = paper.reader("wes");
        paper.site().grant("wes", 1);
        Sitting sitting = Sitting.of(browser, paper, wes.ref());
        sitting.page().addInitScript("""
            document.addEventListener('DOMContentLoaded', () => {
              const paywall = document.querySelector('latchkey-paywall');
              paywall.setAttribute('text-unlock', 'Read the {n} birds');
              // Pages have names of their own for their colours.
              document.documentElement.style.setProperty(
                  '--accent', 'rgb(120, 10, 60)');
              paywall.style.setProperty('--latchkey-accent', 'var(--accent)');
              const sheet = new CSSStyleSheet();
              sheet.replaceSync('latchkey-paywall::part(title) { font-style: italic }');
              document.adoptedStyleSheets = [sheet];
              paywall.refresh?.();
            });
            """);
        sitting.reads("birds");
        assertThat(sitting.at(".wall .primary")).containsText("Read the");
        assertThat(sitting.at(".wall .primary")).hasCSS("background-color", "rgb(120, 10, 60)");
        assertThat(sitting.heading()).hasCSS("font-style", "italic");
    }

    private static Sitting listening(Sitting sitting, AtomicReference<String> token) {
        sitting.page().onRequest(request -> {
            String header = request.headers().get("authorization");
            if (header != null && request.url().contains("/v1/me/")) {
                token.set(header.substring("Bearer ".length()));
            }
        });
        return sitting;
    }

    private void end(String token) {
        assertThat(paper.site().api().delete("/v1/me/session", token).status()).isEqualTo(204);
    }
}
