package io.latchkey.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.latchkey.testing.Accessibility.assertAccessible;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSubscriber;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The widget on a phone: the longest words on the narrowest page, in the dark. */
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WidgetPhoneTests {

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
        Paper paper = Paper.open(service.site("phone"));
        paper.article("birds", "premium").article("tides", "subscribers");
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
    void buysAPackWithAConsentAndReadsOnInGermanAndInTheDark(Browser browser) {
        Sitting kai = inTheDark(browser, paper, "kai", "birds");
        assertThat(kai.heading()).hasText("Sie haben keine Freischaltungen mehr");
        kai.page().getByRole(AriaRole.CHECKBOX).check();
        kai.button("Kaufen für 4,00\u00a0€").scrollIntoViewIfNeeded();
        fits(kai, "phone-german-dark-consent");
        kai.press("Kaufen für 4,00\u00a0€");
        // The sandbox's own page, which a provider's would stand for.
        assertThat(kai.button("Pay €4.00")).isVisible();
        assertThat(kai.page().getByText("I know that I lose my right of withdrawal by that."))
                .isVisible();
        assertThat(width(kai)).isEqualTo(360);
        Browser.shoot(kai.page(), "widget-phone-german-dark-sandbox");
        assertAccessible(kai.page());
        kai.press("Pay €4.00");

        assertThat(kai.at(".toast")).hasText("Vielen Dank. Freischaltungen übrig: 5");
        // In two lines, but not the number alone in one.
        assertThat(kai.at(".toast").evaluate("""
            toast => {
                const range = document.createRange();
                range.setStart(toast.firstChild, toast.textContent.indexOf('übrig'));
                range.setEnd(toast.firstChild, toast.textContent.length);
                return range.getClientRects().length;
            }
            """)).isEqualTo(1);
        kai.button("Artikel freischalten").scrollIntoViewIfNeeded();
        fits(kai, "phone-german-dark-bought");
        kai.press("Artikel freischalten");
        fits(kai, "phone-german-dark-dialog");
        kai.press("Freischalten");
        kai.hasItAll();
        assertThat(kai.at(".toast")).hasText("Freigeschaltet. Noch 4 übrig");
        fits(kai, "phone-german-dark-unlocked");
        TestReader reader = paper.reader("kai");
        assertThat(reader.unlockLeft()).isEqualTo(4);
        assertThat(reader.site()
                        .api()
                        .get("/v1/me/receipts", reader.token())
                        .body()
                        .path("items")
                        .path(0)
                        .path("acknowledgedLoss")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void loadsReadsOnTheMeterAndAsksToSignInAgainInGermanAndInTheDark(Browser browser) {
        try (Paper metered = furnished(TestService.shared())) {
            metered.settings("\"meter\":{\"limit\":5,\"anonymousLimit\":2,\"period\":\"month\"}")
                    .article("ferry", "metered");
            metered.site().grant("mio", 1);
            Sitting mio = inTheDark(browser, metered, "mio", "ferry");
            mio.hasItAll();
            assertThat(mio.at(".note")).hasText("Noch 4 von 5 freien Artikeln in diesem Monat");
            fits(mio, "phone-german-dark-metered");

            reads(mio, "birds");
            assertThat(mio.button("Artikel freischalten")).isVisible();
            mio.page().route("**/v1/me/**", route -> route.fulfill(new Route.FulfillOptions().setStatus(401)));
            mio.page().context().clearCookies();
            mio.press("Artikel freischalten");
            mio.press("Freischalten");
            assertThat(mio.heading()).hasText("Bitte melden Sie sich neu an");
            fits(mio, "phone-german-dark-expired");

            mio.page().route(EVERYTHING, _ -> {});
            reads(mio, "birds");
            assertThat(mio.at(".skeleton")).isVisible();
            mio.at(".skeleton").scrollIntoViewIfNeeded();
            fits(mio, "phone-german-dark-loading");
        }
    }

    @Test
    void asksForANewCardInGermanAndInTheDark(Browser browser) {
        try (Paper moving = furnished(MovingTime.service())) {
            moving.settings("\"graceDays\":5").site().monthlyPlan("monthly", 900, 0);
            TestSubscriber due = TestSubscriber.of(moving.reader("ede"), "monthly");
            due.card("declines");
            MovingTime.advanceTo(due.paidUntil().plusSeconds(60));
            moving.settings("\"graceDays\":0");
            Sitting ede = inTheDark(browser, moving, "ede", "birds");
            assertThat(ede.heading()).hasText("Ihre letzte Zahlung ist fehlgeschlagen");
            ede.button("Andere Karte angeben").scrollIntoViewIfNeeded();
            fits(ede, "phone-german-dark-past-due");
        }
    }

    @Test
    void fitsInTheDark(Browser browser) {
        paper.site().grant("phil", 3);
        Sitting phil = Sitting.anonymous(browser, paper, 360, 740).signedInAs("phil");
        phil.page()
                .emulateMedia(new Page.EmulateMediaOptions()
                        .setColorScheme(ColorScheme.DARK)
                        .setReducedMotion(ReducedMotion.REDUCE));
        phil.reads("birds");
        assertThat(phil.at(".left")).isVisible();
        phil.page().getByText("Other ways to read on").click();
        fits(phil, "phone-dark-unlock");
        phil.press("Unlock this post");
        fits(phil, "phone-dark-dialog");
        phil.press("Confirm");
        phil.hasItAll();
        assertThat(phil.at(".toast")).hasCSS("animation-name", "none");
        fits(phil, "phone-dark-unlocked");

        Sitting none =
                Sitting.anonymous(browser, paper, 360, 740).signedInAs("nan").reads("birds");
        assertThat(none.heading()).hasText("You have no unlocks left");
        fits(none, "phone-none-left");
    }

    @ParameterizedTest
    @CsvSource({
        "birds, uwe, Weiterlesen",
        "birds, nils, Sie haben keine Freischaltungen mehr",
        "tides, nils, Nur im Abo",
        "never-published, nils, Dieser Artikel lässt sich nicht öffnen",
        "birds, '', Zum Weiterlesen anmelden"
    })
    void everyWallFitsInGermanAndInTheDark(String article, String ref, String heading, Browser browser) {
        paper.site().grant("uwe", 1);
        Sitting reader = inTheDark(browser, paper, ref, article);
        assertThat(reader.heading()).hasText(heading);
        reader.at("footer").scrollIntoViewIfNeeded();
        fits(reader, "phone-german-dark-" + article + "-" + ref);
    }

    @ParameterizedTest
    @ValueSource(strings = {"offline", "service-down"})
    void saysWhatIsInTheWayInGermanAndInTheDark(String state, Browser browser) {
        Sitting kai = inTheDark(browser, paper, "kim", "birds");
        assertThat(kai.heading()).isVisible();
        kai.page().route(EVERYTHING, Route::abort);
        kai.page().context().setOffline(state.equals("offline"));
        kai.page().evaluate("void document.querySelector('latchkey-paywall').refresh()");
        assertThat(kai.heading())
                .hasText(state.equals("offline") ? "Sie sind offline" : "Der Rest lässt sich gerade nicht laden");
        kai.hasOnlyThePreview();
        fits(kai, "phone-german-dark-" + state);
    }

    private static Sitting inTheDark(Browser browser, Paper paper, String ref, String article) {
        Sitting sitting = Sitting.anonymous(browser, paper, 360, 740);
        if (!ref.isEmpty()) {
            sitting.signedInAs(ref);
        }
        sitting.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        return reads(sitting, article);
    }

    private static Sitting reads(Sitting sitting, String article) {
        sitting.page().navigate(sitting.paper().address(article) + "?lang=de");
        return sitting;
    }

    private static void fits(Sitting sitting, String state) {
        assertThat(width(sitting)).isEqualTo(360);
        for (Locator shown : sitting.at(".wall, dialog[open], .toast").all()) {
            BoundingBox box = shown.boundingBox();
            if (box != null) {
                assertThat(box.x).isNotNegative();
                assertThat(box.x + box.width).isLessThanOrEqualTo(360);
            }
        }
        sitting.looksRight(state);
    }

    private static Object width(Sitting sitting) {
        return sitting.page().evaluate("document.documentElement.scrollWidth");
    }
}
