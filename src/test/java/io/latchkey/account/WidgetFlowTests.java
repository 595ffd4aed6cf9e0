package io.latchkey.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSubscriber;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways through the widget that lead over other pages, and those without a mouse. */
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WidgetFlowTests {

    private Paper paper;

    @BeforeAll
    void open() {
        paper = Paper.open(TestService.shared().site("flows"));
        paper.article("birds", "premium").article("frost", "premium");
        paper.article("tides", "subscribers");
        paper.site().monthlyPlan("monthly", 900, 0);
        paper.site().plan("sport", """
            {"kind":"subscription","name":"Sport","tiers":["sport"],"period":"P1M",
             "price":{"amountMinor":500,"currency":"EUR"}}
            """);
    }

    @AfterAll
    void close() {
        paper.close();
    }

    /** Directive 2011/83/EU, article 16 (a, m): asked for, and never taken for granted. */
    @Test
    void consentsToReadAtOnceOnlyWhoSaysSo(Browser browser) {
        for (boolean consents : List.of(true, false)) {
            String ref = consents ? "con" : "coy";
            Sitting buyer = Sitting.of(browser, paper, ref).reads("tides");
            Locator box = buyer.page().getByRole(AriaRole.CHECKBOX);
            assertThat(box).not().isChecked();
            if (consents) {
                buyer.tabTo(box).page().keyboard().press("Space");
                buyer.looksRight("consent");
                // Newer numbers take neither the tick nor the focus.
                looksAgain(buyer);
                assertThat(box).isChecked();
                assertThat(box).isFocused();
            }
            buyer.press("Subscribe for €9.00 a month");
            buyer.press("Pay €9.00");
            buyer.hasItAll();
            assertThat(paper.site()
                            .api()
                            .get("/v1/me/receipts", paper.reader(ref).token())
                            .body()
                            .path("items")
                            .path(0)
                            .path("acknowledgedLoss")
                            .asBoolean())
                    .isEqualTo(consents);
        }
    }

    /** Until another wall has taken the place of this one. */
    private static void looksAgain(Sitting sitting) {
        sitting.heading().evaluate("old => { old.dataset.old = ''; dispatchEvent(new Event('online')); }");
        assertThat(sitting.at(".wall h2[data-old]")).hasCount(0);
    }

    /** What one reader ticked below one text is nobody else's consent, and to nothing else. */
    @Test
    void forgetsAConsentWithWhatItWasFor(Browser browser) {
        Sitting vic = Sitting.of(browser, paper, "vic").reads("tides");
        Locator box = vic.page().getByRole(AriaRole.CHECKBOX);
        for (String change : List.of("lang = 'fr'", "setAttribute('article', 'frost')", "refresh()")) {
            box.check();
            vic.page().evaluate("() => { document.querySelector('latchkey-paywall').%s; }".formatted(change));
            assertThat(box).not().isChecked();
            assertThat(box).isVisible();
        }
        // Nor when somebody else was signed in meanwhile.
        AtomicReference<String> used = new AtomicReference<>("");
        vic.page().onRequest(request -> {
            String header = request.headers().get("authorization");
            used.updateAndGet(before -> header == null ? before : header.substring("Bearer ".length()));
        });
        looksAgain(vic);
        box.check();
        assertThat(paper.site().api().delete("/v1/me/session", used.get()).status())
                .isEqualTo(204);
        looksAgain(vic.signedInAs("val"));
        assertThat(box).not().isChecked();
        // The second click of a double click takes the first one back, as everywhere.
        box.dblclick();
        assertThat(box).not().isChecked();
    }

    /** As the account's pages do where the site's locale is of the United States. */
    @Test
    void linksByTheWordsOfTheSitesCountry(Browser browser) {
        Sitting reader = Sitting.anonymous(browser, paper, 1_100, 800).reads("birds");
        for (List<String> each : List.of(
                List.of("US", "en", "Cancel subscription"),
                List.of("US", "es-us", "Cancelar la suscripción"),
                List.of("US", "de-US", "Verträge hier kündigen", "Vertrag widerrufen"),
                // Templates say so on pages of any country.
                List.of("", "en-US", "Cancel contracts here", "Withdraw from contract here"))) {
            reader.page().evaluate("""
                ([country, lang]) => {
                  const paywall = document.querySelector('latchkey-paywall');
                  paywall.setAttribute('country', country);
                  paywall.lang = lang;
                }
                """, each.subList(0, 2));
            assertThat(reader.at("footer a:not(:first-child)"))
                    .hasText(each.stream().skip(2).toArray(String[]::new));
        }
    }

    /** What is due at once, and what is paid later, is said before anything is changed. */
    @Test
    void changesThePlanInTheAccountAndComesBack(Browser browser) {
        TestSubscriber.of(paper.reader("cia"), "sport");
        Sitting cia = Sitting.of(browser, paper, "cia");
        cia.page().navigate(paper.address("tides") + "?forms");
        cia.press("Change to this plan for €9.00 a month");
        assertThat(cia.page().getByRole(AriaRole.HEADING)).hasText("Monthly");
        cia.press("Change now and pay about €4.00");
        assertThat(cia.page().getByRole(AriaRole.STATUS)).hasText("Your new plan has begun.");
        cia.page().getByText("Back to what you were reading").click();
        cia.hasItAll();
        assertThat(cia.at(".toast")).hasText("Your plan is changed.");
        assertThat(cia.told()).containsExactly("subscribed", "opened");
    }

    @Test
    void leadsToTheAccountWhereASubscriptionIsToBeResumed(Browser browser) {
        TestSubscriber eve = TestSubscriber.of(paper.reader("eve"), "sport");
        assertThat(eve.pause("{}").status()).isEqualTo(200);
        Sitting there = Sitting.of(browser, paper, "eve").reads("tides");
        there.press("Your account and subscription");
        there.page().waitForURL("**/account/flows*/sign-in?lang=en");
    }

    /** A provider may tell of a payment when its payer is back at the article already. */
    @Test
    void findsAPaymentThatArrivesAfterItsPayer(Browser browser) {
        Sitting pia = Sitting.of(browser, paper, "pia").reads("tides");
        pia.press("Subscribe for €9.00 a month");
        assertThat(pia.button("Pay €9.00")).isVisible();
        String checkout = URI.create(pia.page().url()).getPath();
        pia.page().navigate(paper.address("tides"));
        assertThat(pia.heading()).hasText("For subscribers");
        assertThat(pia.told()).isEmpty();

        assertThat(new TestSubscriber(paper.reader("pia"), checkout).pay()).isEqualTo("paid");
        pia.hasItAll();
        assertThat(pia.told()).containsExactly("subscribed", "opened");
        pia.reads("tides").hasItAll();
        assertThat(pia.told()).containsExactly("opened");
    }

    @ParameterizedTest
    @CsvSource({
        "en, Your account and subscription, Cancel contracts here, Withdraw from contract here",
        "de, Ihr Konto und Abo, Verträge hier kündigen, Vertrag widerrufen",
        "fr, Votre compte et abonnement, Résilier votre contrat, Renoncer au contrat ici",
        "es, Su cuenta y suscripción, Cancelar contratos aquí, Desistir del contrato aquí"
    })
    void linksTheAccountAndTheWaysOutInEveryState(
            String language, String account, String cancel, String withdraw, Browser browser) {
        Sitting reader = Sitting.anonymous(browser, paper, 1_100, 800);
        reader.page().navigate(paper.address("birds") + "?lang=" + language);
        assertThat(reader.heading()).isVisible();
        assertThat(reader.at("footer a")).hasText(new String[] {account, cancel, withdraw});
        String base = "/account/" + paper.site().id() + "/";
        assertThat(reader.at("footer a").all().stream().map(link -> link.getAttribute("href")))
                .containsExactlyElementsOf(List.of("", "cancel-contract", "withdraw").stream()
                        .map(page -> paper.site()
                                .api()
                                .uri(base + page + "?lang=" + language)
                                .toString())
                        .toList());
        reader.looksRight("sign-in-" + language);

        reader.page().route("**/v1/**", route -> route.abort());
        reader.page().evaluate("void document.querySelector('latchkey-paywall').refresh()");
        assertThat(reader.at("footer a").nth(1)).isVisible();
        reader.at("footer a").nth(1).click();
        assertThat(reader.page().locator("h1")).hasText(cancel);
    }

    @Test
    void takesTheReaderToTheAccountSignedInWhereFormsMay(Browser browser) {
        Sitting abe = Sitting.of(browser, paper, "abe");
        abe.page().navigate(paper.address("birds") + "?forms");
        assertThat(abe.heading()).isVisible();
        Response handedOver = abe.page()
                .waitForResponse(
                        answer -> answer.url().contains("/session?lang=en"),
                        () -> abe.at("footer a").first().click());
        assertThat(handedOver.request().method()).isEqualTo("POST");
        assertThat(handedOver.status()).isEqualTo(303);
        abe.page().waitForURL("**/account/flows*/?lang=en");
    }

    @Test
    void linksTheAccountWhereThePolicyForbidsForms(Browser browser) {
        Sitting lea = Sitting.of(browser, paper, "lea").reads("birds");
        assertThat(lea.heading()).isVisible();
        lea.at("footer a").first().click();
        // Nobody is signed in there, and so the account asks.
        lea.page().waitForURL("**/account/flows*/sign-in?lang=en");
    }

    @Test
    void newNumbersTakeNothingOutOfTheReadersHands(Browser browser) {
        paper.site().grant("fin", 3);
        Sitting fin = Sitting.of(browser, paper, "fin").reads("birds");
        fin.at("summary").click();
        fin.tabTo(fin.button("Subscribe for €9.00 a month"));
        assertThat(paper.reader("fin").unlock("frost").status()).isEqualTo(201);
        fin.page().evaluate("dispatchEvent(new Event('online'))");
        assertThat(fin.at(".left")).hasText("Unlock left: 2");
        assertThat(fin.button("Subscribe for €9.00 a month")).isFocused();
        fin.looksRight("other-ways");
    }

    @Test
    void whatIsHeardWhileItAsksLosesNoFocus(Browser browser) {
        paper.site().grant("flo", 3);
        Sitting flo = Sitting.of(browser, paper, "flo").reads("birds");
        assertThat(flo.at(".left")).hasText("Unlock left: 3");
        hearsWhileAsked(flo, "frost");
        assertThat(flo.at(".left")).hasText("Unlock left: 2");
        flo.press("Cancel");
        assertThat(flo.at("dialog")).isHidden();
        assertThat(flo.button("Unlock this post")).isFocused();

        hearsWhileAsked(flo, "birds");
        flo.hasItAll();
        assertThat(flo.at("dialog")).isHidden();
        assertThat(flo.page().locator("p:focus")).containsText(Paper.CANARY);
        assertThat(paper.reader("flo").unlockLeft()).isEqualTo(1);
    }

    /** Looks again, is asked meanwhile, and learns then what was unlocked elsewhere. */
    private void hearsWhileAsked(Sitting sitting, String unlocked) {
        List<Route> held = new ArrayList<>();
        Page page = sitting.page();
        page.route("**/v1/me/access/**", held::add);
        page.waitForRequest("**/v1/me/access/**", () -> page.evaluate("dispatchEvent(new Event('online'))"));
        sitting.press("Unlock this post");
        assertThat(sitting.button("Confirm")).isVisible();
        assertThat(paper.reader("flo").unlock(unlocked).status()).isEqualTo(201);
        page.unroute("**/v1/me/access/**");
        held.forEach(Route::resume);
    }

    @Test
    void learnsALanguageFromTheSite(Browser browser) {
        Sitting ugo = Sitting.of(browser, paper, "ugo").reads("birds");
        assertThat(ugo.heading()).isVisible();
        ugo.page().evaluate("""
            async (address) => {
              const {texts} = await import(address);
              texts.it = {'none-title': 'Non hai più sblocchi'};
              document.querySelector('latchkey-paywall').lang = 'it';
            }
            """, paper.site().api().uri("/latchkey.js").toString());
        assertThat(ugo.heading()).hasText("Non hai più sblocchi");
        assertThat(ugo.button("Subscribe for 9,00\u00a0€ a month")).isVisible();
    }
}
