package io.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.r2dbc.core.DatabaseClient;

/** Signing in by a link: once, in time, in the browser that asked, and nobody learns who reads. */
@Tag("oldest")
class SignInTests {

    private static final TestService SERVICE = SignInDesk.service();

    private final TestSite site = SignInDesk.site();

    @Test
    void theLinkSignsInOnceAndLookingAtItSpendsNothing() throws Exception {
        Answer sent = ask("Ada@Example.org", null);
        assertThat(sent.status()).as(sent.text()).isEqualTo(200);
        String browser = cookie(sent);
        String token = SignInDesk.token("ada@example.org");

        for (int scan = 0; scan < 3; scan++) {
            Answer page = SERVICE.api().get(path("/sign-in/link?token=" + token), null);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).contains("name=\"token\" value=\"" + token + "\"");
        }
        Answer in = use(token, browser);
        assertThat(in.status()).as(in.text()).isEqualTo(303);
        assertThat(in.headers().firstValue("Location")).hasValue("/account/" + site.id() + "/");
        String session = session(in);
        Answer me = SERVICE.api()
                .send(SERVICE.api()
                        .request("/v1/me", null)
                        .header("Cookie", session)
                        .build());
        assertThat(me.status()).as(me.text()).isEqualTo(200);
        assertThat(me.body().path("reader").path("anonymous").asBoolean(true)).isFalse();
        assertThat(me.text()).doesNotContain("ada@");

        assertThat(use(token, browser).status()).isEqualTo(410);
    }

    @Test
    void ofManyClicksAtOnceOneSignsIn() throws Exception {
        String browser = cookie(ask("race@example.org", null));
        String token = SignInDesk.token("race@example.org");
        List<CompletableFuture<Answer>> clicks = Stream.generate(
                        () -> SERVICE.api().sendAsync(using(token, browser)))
                .limit(12)
                .toList();
        assertThat(clicks.stream().map(click -> click.join().status()))
                .containsOnly(303, 410)
                .containsOnlyOnce(303);
    }

    @Test
    void anotherBrowserIsRefusedAndSpoilsNothing() throws Exception {
        String browser = cookie(ask("bound@example.org", null));
        String other = cookie(ask("other@example.org", null));
        String token = SignInDesk.token("bound@example.org");
        assertThat(use(token, other).status()).isEqualTo(410);
        assertThat(use(token, "").status()).isEqualTo(410);
        assertThat(use(token, browser).status()).isEqualTo(303);
    }

    @Test
    void aLinkIsGoodForFifteenMinutes() throws Exception {
        String browser = cookie(ask("late@example.org", null));
        String token = SignInDesk.token("late@example.org");
        SignInDesk.later(Duration.ofMinutes(15));
        assertThat(use(token, browser).status()).isEqualTo(410);
        String other = cookie(ask("intime@example.org", null));
        String fresh = SignInDesk.token("intime@example.org");
        SignInDesk.later(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(use(fresh, other).status()).isEqualTo(303);
    }

    @Test
    void nobodyLearnsWhetherAnAddressIsKnown() throws Exception {
        SERVICE.api().put("/v1/readers/known", site.key(), "{\"email\":\"known@example.org\"}");
        Answer known = ask("known@example.org", null);
        Answer unknown = ask("unknown@example.org", null);
        assertThat(known.status()).isEqualTo(200);
        assertThat(unknown.text()).isEqualTo(known.text());
        assertThat(unknown.headers().map().keySet())
                .isEqualTo(known.headers().map().keySet());
        String token = SignInDesk.token("known@example.org");
        Answer in = use(token, cookie(known));
        Answer me = SERVICE.api()
                .send(SERVICE.api()
                        .request("/v1/me", null)
                        .header("Cookie", session(in))
                        .build());
        assertThat(me.body().path("reader").path("ref").asString()).isEqualTo("known");
    }

    @Test
    void anAddressIsSentFiveLinksAnHourAndTheAnswerStaysTheSame() throws Exception {
        String first = ask("flooded@example.org", null).text();
        for (int more = 0; more < 7; more++) {
            Answer again = ask("flooded@example.org", null);
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.text()).isEqualTo(first);
        }
        assertThat(links("flooded@example.org")).isEqualTo(5);
    }

    @Test
    void oneClientAsksThirtyTimesAnHour() {
        for (int each = 0; each < SignInController.MOST_PER_CLIENT; each++) {
            assertThat(ask("many" + each + "@example.org", null).status()).isEqualTo(200);
        }
        assertThat(ask("onemore@example.org", null).status()).isEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin,https://evil.example",
        "Origin,null",
        "Sec-Fetch-Site,cross-site",
        "Sec-Fetch-Site,same-site",
        "Sec-Fetch-Site,none",
        "X-Nothing,here"
    })
    void aFormFromElsewhereIsRefused(String header, String value) {
        for (String path : List.of("/sign-in", "/sign-in/link", "/sign-out")) {
            Answer refused = SERVICE.api()
                    .send(SERVICE.api()
                            .request(path(path), null)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header(header, value)
                            .POST(BodyPublishers.ofString("email=a@example.org"))
                            .build());
            assertThat(refused.status()).isEqualTo(403);
        }
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (String bad : List.of("", "ada", "a@b", "\u212Ada@example.org", "a@example.org\nBcc: x")) {
            assertThat(ask(bad, null).status()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void pagesAreInTheReadersLanguageAndAllowNoScriptWithinThem() {
        for (String language : List.of("en", "de", "fr", "es")) {
            Answer page = SERVICE.api().get(path("/sign-in?lang=" + language), null);
            assertThat(page.text()).contains("lang=\"" + language + "\"").doesNotContain("??");
            assertThat(page.headers().firstValue("Content-Security-Policy")).hasValue(Pages.POLICY);
            assertThat(page.text()).doesNotContain("<script", "<style", " style=");
        }
        assertThat(SERVICE.api().get("/account/account.css", null).status()).isEqualTo(200);
    }

    @Test
    void whatTheBrowserReadBeforeBecomesTheReaders() throws Exception {
        site.meter(5, 5).article("bees", "metered");
        TestReader anonymous = site.anonymous();
        assertThat(anonymous.read("bees").status()).isEqualTo(201);
        String browser = cookie(ask("reads@example.org", null));
        String cookies = browser + "; __Host-latchkey-" + site.id() + "=" + anonymous.token();
        Answer in = use(SignInDesk.token("reads@example.org"), cookies);
        assertThat(in.status()).isEqualTo(303);
        Answer me = SERVICE.api()
                .send(SERVICE.api()
                        .request("/v1/me", null)
                        .header("Cookie", session(in))
                        .build());
        assertThat(me.body().path("meter").path("used").asInt()).isEqualTo(1);
    }

    @Test
    void whoCameFromAnArticleGoesBackThere() throws Exception {
        String article = "https://" + site.id() + ".example/bees?page=2";
        String browser = cookie(ask("back@example.org", null));
        Answer in = use(SignInDesk.token("back@example.org"), browser + "; " + asking(article));
        assertThat(in.headers().firstValue("Location")).hasValue("/account/" + site.id() + "/sign-in/back");

        Answer back = back(asking(article));
        assertThat(back.text()).contains("0;url=" + article);
        assertThat(back.headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(gone -> assertThat(gone).contains("Max-Age=0"));
    }

    @Test
    void nobodyIsLedToAnotherSite() {
        for (String foreign : List.of(
                "https://evil.example/",
                "https://" + site.id() + ".example.evil.example/",
                "https://" + site.id() + ".example@evil.example/",
                "https://evil.example@" + site.id() + ".example/",
                "http://" + site.id() + ".example/",
                "//evil.example/",
                "javascript:alert(1)")) {
            assertThat(signInFrom(foreign).headers().firstValue("Set-Cookie"))
                    .as(foreign)
                    .isEmpty();
            String planted = "__Host-return-"
                    + site.id()
                    + "="
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(foreign.getBytes(StandardCharsets.UTF_8));
            Answer answer = back(planted);
            assertThat(answer.status()).as(foreign).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).hasValue("/account/" + site.id() + "/");
        }
    }

    /** Pages of the account are kept as well; never another's, and none that would lead round in a circle. */
    @Test
    void whoCameFromTheirAccountGoesBackThere() {
        String home = "/account/" + site.id();
        for (String page : List.of(home + "/", home + "/plans/monthly?lang=de", home + "/articles?q=%3Cb%3E&x=/..")) {
            Answer back = back(asking(page));
            assertThat(back.status()).isEqualTo(303);
            assertThat(back.headers().firstValue("Location")).hasValue(page);
        }
        for (String foreign : List.of(
                home + "//evil.example",
                home + "/../else/",
                home + "/plans/../../else/",
                home + "/%2e%2e/else/",
                home + "/x\\y",
                home + "/articles?q=%zz",
                home + "/articles?q=a b",
                home + "else/",
                "/account/else/",
                "/v1/me",
                home + "/sign-in",
                home + "/sign-in/openid?x",
                home + "/sign-out")) {
            assertThat(signInFrom(foreign).headers().firstValue("Set-Cookie"))
                    .as(foreign)
                    .isEmpty();
        }
    }

    @Test
    void whoCannotSignInHereIsLedToThePaper() {
        TestSite own = SERVICE.site("own");
        String page = SERVICE.api()
                .get("/account/" + own.id() + "/sign-in?lang=de", null)
                .text();
        assertThat(page)
                .contains("Bitte melden Sie sich auf den Seiten von", "Zu " + own.id() + ".example")
                .contains("class=\"button\" href=\"https://" + own.id() + ".example/\"");
        assertThat(SERVICE.api().get(path("/sign-in"), null).text())
                .contains("class=\"paper\" href=\"https://" + site.id() + ".example/\"");
    }

    @Test
    void thePapersNameIsWrittenAsItsReadersKnowIt() {
        TestSite kurier = SERVICE.site("kurier");
        Answer put = SERVICE.api()
                .put(
                        "/v1/site",
                        kurier.key(),
                        "{\"name\":\"Kurier\",\"origins\":[\"https://südkurier.example\"],\"meter\":{}}");
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        assertThat(SERVICE.api()
                        .get("/account/" + kurier.id() + "/sign-in", null)
                        .text())
                .contains("href=\"https://xn--sdkurier-65a.example/\">südkurier.example</a>");
    }

    private String asking(String place) {
        return cookie(signInFrom(place));
    }

    private Answer signInFrom(String place) {
        return SERVICE.api().get(path("/sign-in?returnTo=") + URLEncoder.encode(place, StandardCharsets.UTF_8), null);
    }

    private Answer back(String cookies) {
        return SERVICE.api()
                .send(SERVICE.api()
                        .request(path("/sign-in/back"), null)
                        .header("Cookie", cookies)
                        .build());
    }

    @Test
    void aSitesPageHandsItsReaderOver() {
        String token = site.reader("grace").token();
        assertThat(handOver(token, "https://" + site.id() + ".example").status())
                .isEqualTo(303);
        assertThat(handOver(token, "https://evil.example").status()).isEqualTo(403);
        String plans = "/account/" + site.id() + "/plans?lang=de";
        assertThat(led(handOver(token + "&returnTo=" + plans, "https://" + site.id() + ".example")))
                .isEqualTo(plans);
        assertThat(led(handOver(token + "&returnTo=https://evil.example/", "https://" + site.id() + ".example")))
                .isEqualTo("/account/" + site.id() + "/");
        String far = "/account/" + site.id() + "/plans/monthly?returnTo=" + "%25D0%25B0".repeat(300);
        assertThat(led(handOver(
                        token + "&returnTo=" + URLEncoder.encode(far, StandardCharsets.UTF_8),
                        "https://" + site.id() + ".example")))
                .isEqualTo(far);
        String deep = "/account/" + site.id() + "/a".repeat(2_900);
        assertThat(led(handOver(token + "&returnTo=" + deep, "https://" + site.id() + ".example")))
                .isEqualTo(deep);
        assertThat(handOver("none", "https://" + site.id() + ".example").status())
                .isEqualTo(401);
    }

    private static String led(Answer answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private Answer handOver(String token, String origin) {
        return SERVICE.api()
                .send(SERVICE.api()
                        .request(path("/session"), null)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", origin)
                        .POST(BodyPublishers.ofString("token=" + token))
                        .build());
    }

    private Answer ask(String address, @Nullable String browser) {
        return SERVICE.api().send(form("/sign-in", "email", address, browser == null ? "" : browser));
    }

    private Answer use(String token, String browser) {
        return SERVICE.api().send(using(token, browser));
    }

    private HttpRequest using(String token, String browser) {
        return form("/sign-in/link", "token", token, browser);
    }

    private HttpRequest form(String path, String name, String value, String cookie) {
        return SERVICE.api()
                .request(path(path), null)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", TestService.ISSUER)
                .header("Cookie", cookie.isEmpty() ? "a=b" : cookie)
                .POST(BodyPublishers.ofString(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .build();
    }

    private String path(String rest) {
        return "/account/" + site.id() + rest;
    }

    private static String cookie(Answer answer) {
        String header = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(header).startsWith("__Host-").contains("HttpOnly", "SameSite=Lax", "Secure");
        return header.substring(0, header.indexOf(';'));
    }

    private static String session(Answer answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith("__Host-latchkey-"))
                .map(each -> each.substring(0, each.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    private static long links(String address) {
        Long count = SERVICE.bean(DatabaseClient.class)
                .sql("SELECT count(*) AS made FROM sign_in_link WHERE address = :address")
                .bind("address", address)
                .mapValue(Long.class)
                .one()
                .block(Duration.ofSeconds(60));
        return count == null ? -1 : count;
    }
}
