package io.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.latchkey.shared.time.Clock;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import jakarta.mail.internet.MimeMultipart;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.r2dbc.core.DatabaseClient;

/** Signing in by a link: once, in time, in the browser that asked, and nobody learns who reads. */
@Tag("oldest")
class SignInTests {

    private static final Pattern TOKEN = Pattern.compile("token=([A-Za-z0-9_-]{43})");
    private static final AtomicReference<Instant> WALL = new AtomicReference<>(Instant.parse("2031-03-01T09:00:00Z"));
    private static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private static final TestService SERVICE = start();

    private final TestSite site = site();

    private static TestService start() {
        MAIL.start();
        return TestService.with(
                StandingWall.class,
                TestDatabase.fresh(),
                TestService.SCHEDULES,
                "--spring.mail.host=127.0.0.1",
                "--spring.mail.port=" + MAIL.getSmtp().getPort());
    }

    /** Not marked as a configuration: the scan would find it. */
    static class StandingWall {
        @Bean
        Clock standingClock() {
            return new Clock(WALL::get);
        }
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
        MAIL.stop();
    }

    private static TestSite site() {
        // Limits are per hour: each test has one of its own.
        WALL.updateAndGet(now -> now.plus(Duration.ofHours(2)));
        TestSite made = SERVICE.site("letters");
        Answer put = SERVICE.api().put("/v1/site/sign-in", made.key(), "{\"email\":true}");
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        return made;
    }

    @Test
    void theLinkSignsInOnceAndLookingAtItSpendsNothing() throws Exception {
        Answer sent = ask("Ada@Example.org", null);
        assertThat(sent.status()).as(sent.text()).isEqualTo(200);
        String browser = cookie(sent);
        String token = token(letter("ada@example.org"));

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
        String token = token(letter("race@example.org"));
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
        String token = token(letter("bound@example.org"));
        assertThat(use(token, other).status()).isEqualTo(410);
        assertThat(use(token, "").status()).isEqualTo(410);
        assertThat(use(token, browser).status()).isEqualTo(303);
    }

    @Test
    void aLinkIsGoodForFifteenMinutes() throws Exception {
        String browser = cookie(ask("late@example.org", null));
        String token = token(letter("late@example.org"));
        WALL.updateAndGet(now -> now.plus(Duration.ofMinutes(15)));
        assertThat(use(token, browser).status()).isEqualTo(410);
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
        String token = token(letter("known@example.org"));
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
        Answer in = use(token(letter("reads@example.org")), cookies);
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
        Answer in = use(token(letter("back@example.org")), browser + "; " + asking(article));
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
        assertThat(handOver("none", "https://" + site.id() + ".example").status())
                .isEqualTo(401);
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

    private static String letter(String address) {
        // Nobody asks for it here: the service's own run must send it.
        return Objects.requireNonNull(
                Wait.until("a letter to " + address, SignInTests::letters, letters -> letters.containsKey(address))
                        .get(address));
    }

    /** The first that each address got. */
    private static Map<String, String> letters() throws Exception {
        Map<String, String> letters = new HashMap<>();
        for (var message : MAIL.getReceivedMessages()) {
            letters.putIfAbsent(
                    message.getAllRecipients()[0].toString(),
                    ((MimeMultipart) message.getContent())
                            .getBodyPart(0)
                            .getContent()
                            .toString());
        }
        return letters;
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

    private static String token(String letter) {
        Matcher found = TOKEN.matcher(letter);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
