package io.latchkey.security;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.Snapshot;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a browser may do with the cookie that it sends unasked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CookieTests {

    private static final TestService SERVICE = TestService.shared();
    private static final String ESSAY = "{\"article\":\"essay\"}";

    private final TestSite gazette = SERVICE.site("cookies").article("essay", "premium");
    private final TestSite other = SERVICE.site("others").article("essay", "premium");
    private final TestReader ada = gazette.reader("ada");

    @Test
    void comesAsAHostCookieThatScriptsCannotReadAndOtherSitesCannotSend() {
        Answer begun = begin(gazette);
        String cookie = begun.headers().firstValue("Set-Cookie").orElse("");
        List<String> parts = List.of(cookie.split("; "));
        assertThat(parts.getFirst()).isEqualTo(named(gazette, begun.text("token")));
        assertThat(parts).contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/");
        assertThat(cookie).doesNotContainIgnoringCase("domain").containsPattern("Max-Age=77\\d+;");
    }

    @Test
    void readsByCookieFromAnyPage() {
        assertThat(get("/v1/me", cookie(ada)).body().path("reader").path("ref").asString())
                .isEqualTo("ada");
        assertThat(get("/v1/me/access/essay", cookie(ada)).text("reason")).isEqualTo("no-unlock-left");
    }

    @Test
    void actsByCookieFromPagesOfTheSiteAndOfTheIssuerOnly() {
        gazette.grant("ada", 2);
        Snapshot before = Snapshot.ofSite(SERVICE, gazette.id());
        String own = origin(gazette);
        for (String origin : List.of(
                "null",
                origin(other),
                own.replace("https", "http"),
                own + ":8443",
                own + ".evil.example",
                own + "/",
                own.toUpperCase(java.util.Locale.ROOT),
                "https://evil.example")) {
            assertProblem(
                    origin, post("/v1/me/unlocks", ESSAY, cookie(ada), "Origin", origin), 403, "origin-not-allowed");
        }
        assertProblem("no origin", post("/v1/me/unlocks", ESSAY, cookie(ada)), 403, "origin-not-allowed");
        assertProblem(
                "no origin",
                SERVICE.api()
                        .send(SERVICE.api()
                                .request("/v1/me", null)
                                .headers(cookie(ada))
                                .DELETE()
                                .build()),
                403,
                "origin-not-allowed");
        assertThat(Snapshot.ofSite(SERVICE, gazette.id())).isEqualTo(before);

        assertThat(post("/v1/me/unlocks", ESSAY, cookie(ada), "Origin", own).status())
                .isEqualTo(201);
        assertThat(post("/v1/me/unlocks", ESSAY, cookie(ada), "Origin", TestService.ISSUER)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesAnotherSitesTokenUnderThisSitesName() {
        String[] smuggled = {"Cookie", named(other, ada.token())};
        assertProblem("read", get("/v1/me", smuggled), 401, "invalid-credentials");
        for (TestSite site : List.of(gazette, other)) {
            assertProblem(
                    "act", post("/v1/me/unlocks", ESSAY, smuggled, "Origin", origin(site)), 401, "invalid-credentials");
        }
    }

    @Test
    void asksWhichSiteIsMeantWhereCookiesOfSeveralCome() {
        String both = named(gazette, ada.token()) + "; "
                + named(other, other.reader("bo").token());
        assertProblem("both", get("/v1/me", "Cookie", both), 400, "ambiguous-site");
        assertThat(get("/v1/me", "Cookie", both, "X-Latchkey-Site", other.id())
                        .body()
                        .path("reader")
                        .path("ref")
                        .asString())
                .isEqualTo("bo");
        assertProblem("a third", get("/v1/me", "Cookie", both, "X-Latchkey-Site", "third"), 401, "credentials-missing");
    }

    @Test
    void goesOnWithTheSameReaderWhenABrowserComesBack() {
        for (TestReader before : List.of(gazette.anonymous(), ada)) {
            Answer again = begin(gazette, join(cookie(before), "Origin", origin(gazette)));
            assertThat(again.status()).isEqualTo(201);
            TestReader after = new TestReader(gazette, "", again.text("token"));
            assertThat(after.me().path("reader")).isEqualTo(before.me().path("reader"));
        }
    }

    @Test
    void beginsAnewWhereTheCookieIsWorthNothing() {
        TestReader ended = gazette.reader("dee");
        SERVICE.api().delete("/v1/me/session", ended.token());
        for (String worthless :
                List.of("", "x", ended.token(), other.anonymous().token(), gazette.key())) {
            Answer begun = begin(gazette, "Cookie", named(gazette, worthless), "Origin", origin(gazette));
            assertThat(begun.status()).as(worthless).isEqualTo(201);
            TestReader fresh = new TestReader(gazette, "", begun.text("token"));
            assertThat(fresh.me().path("reader").path("anonymous").asBoolean()).isTrue();
        }
    }

    /** The answer holds the token, so whoever reads it holds the session. */
    @Test
    void handsTheSessionBehindTheCookieToNoOtherPage() {
        String[] cookie = cookie(ada);
        assertProblem("no origin", begin(gazette, cookie), 403, "origin-not-allowed");
        for (String origin : List.of("null", origin(other), "https://evil.example")) {
            assertProblem(origin, begin(gazette, join(cookie, "Origin", origin)), 403, "origin-not-allowed");
            assertProblem(origin, begin(gazette, "Origin", origin), 403, "origin-not-allowed");
        }
    }

    @Test
    void takesTheHeaderWhereBothCome() {
        String[] both = join(
                cookie(ada), "Authorization", "Bearer " + gazette.reader("eve").token());
        assertThat(get("/v1/me", both).body().path("reader").path("ref").asString())
                .isEqualTo("eve");
        assertThat(post("/v1/me/unlocks", ESSAY, both).code()).isEqualTo("no-unlock-left");
    }

    @Test
    void clearsTheCookieWhenTheSessionEnds() {
        for (String end : List.of("/v1/me/session", "/v1/me")) {
            Answer ended = SERVICE.api().delete(end, gazette.reader("fay").token());
            assertThat(ended.headers().firstValue("Set-Cookie").orElse(""))
                    .startsWith("__Host-latchkey-" + gazette.id() + "=;")
                    .contains("Max-Age=0", "Secure", "Path=/");
        }
    }

    @Test
    void opensNoServersDoor() {
        assertProblem("a cookie for a key", get("/v1/site", cookie(ada)), 403, "wrong-credential");
        assertProblem(
                "a key in a cookie",
                get("/v1/site", "Cookie", named(gazette, gazette.key())),
                401,
                "invalid-credentials");
    }

    private static Answer begin(TestSite site, String... headers) {
        return post("/v1/sessions", "{\"site\":\"" + site.id() + "\"}", headers);
    }

    private static Answer get(String path, String... headers) {
        return SERVICE.api()
                .send(SERVICE.api().request(path, null).headers(headers).build());
    }

    private static Answer post(String path, String body, String[] cookie, String... more) {
        return post(path, body, join(cookie, more));
    }

    private static Answer post(String path, String body, String... headers) {
        return SERVICE.api()
                .send(SERVICE.api()
                        .request(path, null)
                        .headers(join(headers, "Content-Type", "application/json"))
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    private static String[] cookie(TestReader reader) {
        return new String[] {"Cookie", named(reader.site(), reader.token())};
    }

    private static String named(TestSite site, String value) {
        return "__Host-latchkey-" + site.id() + "=" + value;
    }

    private static String origin(TestSite site) {
        return "https://" + site.id() + ".example";
    }

    private static String[] join(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
