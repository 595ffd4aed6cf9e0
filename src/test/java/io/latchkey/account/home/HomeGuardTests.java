package io.latchkey.account.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Nobody sees or changes what is another's, and what was typed is never more than text. */
class HomeGuardTests {

    private static final TestService SERVICE = TestService.shared();
    private static final String MARKUP = "<b onclick=alert(1)>\\\"Gold'&</b>";

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private static final List<String> FORMS =
            List.of("/cancel", "/undo", "/reason", "/pause", "/resume", "/plan", "/buy", "/delete", "/sign-out");
    private static final List<String> PAGES = List.of(
            "/",
            "/cancel",
            "/canceled",
            "/pause",
            "/plans",
            "/plans/monthly",
            "/articles",
            "/receipts",
            "/export",
            "/delete",
            "/payment-method",
            "/checkout/00000000-0000-8000-8000-000000000000");

    private final TestSite site =
            SERVICE.site("guard").monthlyPlan("monthly", 900, 3).article("birds", "premium");

    @Test
    void whoeverIsNotSignedInIsLedThere() {
        TestReader over = site.reader("over");
        SERVICE.api().delete("/v1/me/session", over.token());
        TestReader elsewhere = SERVICE.site("else").reader("ada");
        Desk anonymous = Desk.of(site.anonymous());
        for (Desk stranger : List.of(
                Desk.of(over),
                anonymous,
                Desk.of(new TestReader(site, "forged", elsewhere.token())),
                Desk.of(new TestReader(site, "none", "none")))) {
            for (String page : PAGES) {
                Answer answer = stranger.look(page);
                assertThat(answer.status()).as(page).isEqualTo(303);
                assertThat(answer.headers().firstValue("Location"))
                        .hasValue("/account/" + site.id() + "/sign-in"
                                + (stranger.equals(anonymous) ? "" : "?ended=page"));
                assertThat(answer.text()).isEmpty();
            }
        }
    }

    /** The way back is kept by the browser, and leads to pages of this account only. */
    @Test
    void whoseSessionEndedIsToldSoAndComesBackToWhereTheyWere() {
        TestReader mia = site.reader("mia");
        Desk over = Desk.of(mia);
        SERVICE.api().delete("/v1/me/session", mia.token());
        Answer asked = over.look("/articles?q=sea&cursor=x");
        assertThat(over.look("/sign-in?ended=page").text()).contains("Your session has ended.");
        assertThat(back(asked)).isEqualTo("/account/" + site.id() + "/articles?q=sea&cursor=x");
        assertThat(back(over.look("/export"))).isEqualTo("/account/" + site.id() + "/");

        Answer posted = over.in("de").post("/delete?lang=de", "sure=yes");
        assertThat(posted.headers().firstValue("Location"))
                .hasValue("/account/" + site.id() + "/sign-in?lang=de&ended=form");
        assertThat(over.look("/sign-in?lang=de&ended=form").text()).contains("darum wurde nichts geändert");
        assertThat(back(posted)).isEqualTo("/account/" + site.id() + "/delete?lang=de");
        assertThat(back(over.post("/buy", "plan=monthly"))).isEqualTo("/account/" + site.id() + "/plans/monthly");
        assertThat(over.look("/sign-in?ended=%3Cb%3E").text()).doesNotContain("role=\"alert\"");
    }

    @Test
    void whoCameFromAnArticleFindsTheWayBackOnTheirAccount() {
        Desk ada = Desk.of(site.reader("ada"));
        String article = "https://" + site.id() + ".example/birds";
        Answer plan = ada.look("/plans/monthly?returnTo=" + article);
        assertThat(homeWith(ada, plan)).contains("/sign-in/back\">Back to what you were reading</a>");
        Answer ownPage = Desk.of(site.anonymous()).look("/receipts");
        assertThat(homeWith(ada, ownPage)).contains("Your account").doesNotContain("Back to what");
        assertThat(ada.look("/plans/monthly?returnTo=https://evil.example/")
                        .headers()
                        .firstValue("Set-Cookie"))
                .isEmpty();
    }

    /** The account takes no article's place, and nothing of one reader is left for the next. */
    @Test
    void whatTheBrowserKeepsIsOneReadersAndTheAccountTakesNoPlace() {
        Desk ada = Desk.of(site.reader("ada"));
        String kept = ada.look("/plans/monthly?returnTo=https://" + site.id() + ".example/birds")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";", 2)[0];
        Answer home = SERVICE.api()
                .send(SERVICE.api()
                        .request("/account/" + site.id() + "/", null)
                        .header("Cookie", kept)
                        .build());
        assertThat(home.status()).isEqualTo(303);
        assertThat(home.headers().firstValue("Set-Cookie")).isEmpty();
        for (Answer over :
                List.of(ada.post("/sign-out", ""), Desk.of(site.reader("bea")).post("/delete", "sure=yes"))) {
            assertThat(over.headers().allValues("Set-Cookie"))
                    .anyMatch(cookie -> cookie.startsWith(kept.substring(0, kept.indexOf('=')) + "=;")
                            && cookie.contains("Max-Age=0"));
        }
    }

    private static String homeWith(Desk desk, Answer keeping) {
        String cookie = keeping.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        return SERVICE.api()
                .send(SERVICE.api()
                        .request("/account/" + desk.reader().site().id() + "/", null)
                        .header("Accept-Language", "en")
                        .header("Cookie", desk.cookie() + "; " + cookie)
                        .build())
                .text();
    }

    /** Where the page leads that follows signing in, with the cookie that the answer gave. */
    private String back(Answer answer) {
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        Answer back = SERVICE.api()
                .send(SERVICE.api()
                        .request("/account/" + site.id() + "/sign-in/back", null)
                        .header("Cookie", cookie)
                        .build());
        assertThat(back.status()).isEqualTo(303);
        return back.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void nobodySeesWhatIsAnothers() {
        TestReader ada = site.reader("ada");
        site.grant("ada", 8);
        assertThat(ada.unlock("birds").status()).isEqualTo(201);
        TestSubscriber.of(ada, "monthly");
        Desk bob = Desk.of(site.reader("bob"));
        for (String page : List.of("/", "/articles", "/receipts", "/export", "/plans")) {
            assertThat(bob.page(page)).as(page).doesNotContain("About birds", "Purchase", "7 of 8");
        }
        String checkout = ada.site().reader("cal").checkout("monthly");
        Answer other = bob.look("/checkout/" + checkout.substring(checkout.lastIndexOf('/') + 1));
        assertThat(other.status()).isEqualTo(404);
        assertThat(other.text()).contains("There is no such payment.").doesNotContain("sandbox");
    }

    @Test
    void formsFromElsewhereChangeNothing() {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        Desk desk = Desk.of(ada.reader());
        JsonNode before = ada.subscription();
        for (String form : FORMS) {
            for (String header : List.of("Origin=https://evil.example", "Origin=null", "X-No=x")) {
                Answer refused = SERVICE.api()
                        .send(desk.in("de")
                                .request(form)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header(header.split("=", 2)[0], header.split("=", 2)[1])
                                .POST(BodyPublishers.ofString("sure=yes&plan=monthly"))
                                .build());
                assertThat(refused.status()).as("%s %s", form, header).isEqualTo(403);
                assertThat(refused.text()).contains("Dieses Formular kam nicht von einer unserer");
            }
        }
        assertThat(ada.subscription()).isEqualTo(before);
        assertThat(desk.page("/receipts")).doesNotContain("Cancellation");
    }

    @Test
    void everyFormLeadsToAPageAlsoWhenItIsRefused() {
        Desk desk = Desk.of(site.reader("new"));
        for (String form : FORMS) {
            assertThat(desk.post(form, "plan=unheard").status()).as(form).isEqualTo(303);
        }
    }

    @Test
    void whatWasTypedStaysText() {
        site.plan(
                "gold",
                "{\"kind\":\"subscription\",\"name\":\"%s\",\"period\":\"P1M\",\"unlocksPerPeriod\":2,\"price\":{\"amountMinor\":500,\"currency\":\"EUR\"}}"
                        .formatted(MARKUP));
        SERVICE.api()
                .put(
                        "/v1/articles/birds",
                        site.key(),
                        "{\"title\":\"%s\",\"url\":\"https://news.example/a?b=%%22%%3E\",\"access\":\"premium\"}"
                                .formatted(MARKUP));
        TestReader mia = site.reader("mia");
        site.grant("mia", 1);
        assertThat(mia.unlock("birds").status()).isEqualTo(201);
        TestSubscriber.of(mia, "gold");
        site.monthlyPlan("less", 100, 0);
        Desk desk = Desk.of(mia);
        for (String page : List.of(
                "/",
                "/cancel",
                "/pause",
                "/plans",
                "/plans/gold",
                "/plans/less",
                "/articles",
                "/articles?q=%3Cb%20onclick%3Dalert(1)%3E",
                "/receipts",
                "/delete")) {
            assertThat(desk.page(page))
                    .as(page)
                    .doesNotContain("<b onclick", "\"Gold'")
                    .contains("&lt;b onclick=alert(1)&gt;");
        }
        assertThat(desk.sent("/cancel", "")).contains("&lt;b onclick").doesNotContain("<b onclick");
    }

    @Test
    void refusalsArePagesForPeopleAndDocumentsForPrograms() {
        Desk desk = Desk.of(site.reader("ada")).in("fr");
        Answer page = desk.look("/nothing");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.text()).contains("lang=\"fr\"", "Il n’y a pas de page", "/cancel-contract");
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.headers().firstValue("Content-Security-Policy")).hasValue(POLICY);
        assertThat(desk.look("/plans/unheard").text()).contains("Cet abonnement n’existe pas.");
        assertThat(desk.look("/receipts?cursor=%21").status()).isEqualTo(400);

        TestSite nowhere = new TestSite(SERVICE.api(), "nowhere", "");
        Answer unknown = Desk.of(new TestReader(nowhere, "x", "x")).look("/");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).contains("There is no such site.").doesNotContain("/cancel-contract");
        assertThat(SERVICE.api().get("/account/" + site.id() + "/nothing", null).code())
                .isEqualTo("not-found");
    }

    @Test
    void aMadeUpNoticeSaysNothing() {
        assertThat(Desk.of(site.reader("ada")).page("/?done=x&problem=%3Cb%3E&problem=title"))
                .doesNotContain("class=\"notice");
        assertThat(Desk.of(site.reader("ada")).page("/?done=title")).doesNotContain("class=\"notice");
    }

    @Test
    void listsTheSitesAtWhichTheBrowserIsSignedIn() {
        TestReader here = site.reader("ada");
        TestSite other = SERVICE.site("second");
        String cookies = String.join(
                "; ",
                Desk.of(here).cookie(),
                Desk.of(other.reader("ada")).cookie(),
                Desk.of(new TestReader(SERVICE.site("third"), "x", "x")).cookie(),
                "__Host-latchkey-..=x");
        Answer list = SERVICE.api()
                .send(SERVICE.api()
                        .request("/account/", null)
                        .header("Cookie", cookies)
                        .build());
        assertThat(list.status()).as(list.text()).isEqualTo(200);
        assertThat(list.text())
                .contains("/account/" + site.id() + "/", "/account/" + other.id() + "/")
                .doesNotContain("third");
        assertThat(SERVICE.api().get("/account/", null).text()).contains("You are not signed in anywhere");
        assertThat(SERVICE.api().get("/account", null).headers().firstValue("Location"))
                .hasValue("/account/");
    }
}
