package io.latchkey.security;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Which pages may read which answers: those of the caller's own site. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorsTests {

    private static final TestService SERVICE = TestService.shared();
    private static final String ALLOWED = "Access-Control-Allow-Origin";

    private final TestSite gazette = SERVICE.site("pages").article("weather", "free");
    private final TestSite other = SERVICE.site("strangers");
    private final TestReader ada = gazette.reader("ada");
    private final String own = origin(gazette);

    @Test
    void tellsABrowserThatPagesOfASiteMayCall() {
        for (String origin : List.of(own, origin(other))) {
            Answer preflight = preflight(origin, "POST");
            assertThat(preflight.status()).isEqualTo(200);
            assertThat(header(preflight, ALLOWED)).isEqualTo(origin);
            assertThat(header(preflight, "Access-Control-Allow-Credentials")).isEqualTo("true");
            assertThat(header(preflight, "Access-Control-Allow-Methods").split(","))
                    .containsExactlyInAnyOrder("GET", "HEAD", "POST", "PATCH", "DELETE");
            assertThat(header(preflight, "Access-Control-Allow-Headers"))
                    .isEqualToIgnoringCase("authorization, content-type");
        }
    }

    /** A browser writes what a person named in the one form that there is (RFC 6454, section 7). */
    @Test
    void knowsASiteByItsNameHoweverThatWasWritten() {
        TestSite named = SERVICE.site("umlaut");
        String settings = """
            {"name":"N","meter":{"limit":1,"anonymousLimit":1,"period":"month"},
             "origins":["https://Straßen-%s.example:443","HTTP://my_paper-%s:80"]}
            """.formatted(named.id(), named.id());
        Answer put = SERVICE.api().put("/v1/site", named.key(), settings);
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        String[] wire = put.body()
                .path("origins")
                .valueStream()
                .map(it -> it.asString())
                .toArray(String[]::new);
        assertThat(wire[0]).startsWith("https://xn--straen-").endsWith(".example");
        assertThat(wire[1]).isEqualTo("http://my_paper-" + named.id());
        for (String origin : wire) {
            assertThat(header(preflight(origin, "POST"), ALLOWED)).isEqualTo(origin);
        }
    }

    @Test
    void tellsNothingToPagesThatNoSiteNamed() {
        for (String origin : List.of(
                "null",
                "*",
                "https://evil.example",
                own + ".evil.example",
                own + ":444",
                own + "/",
                own.replace("https", "http"),
                own.toUpperCase(Locale.ROOT))) {
            assertThat(corsHeaders(preflight(origin, "GET"))).as(origin).isEmpty();
            assertThat(corsHeaders(me(ada.token(), origin))).as(origin).isEmpty();
        }
    }

    @Test
    void letsTheCallersOwnSiteReadAndNobodyElsesPage() {
        for (String credential : List.of(ada.token(), gazette.anonymous().token())) {
            Answer answered = me(credential, own);
            assertThat(answered.status()).isEqualTo(200);
            assertThat(header(answered, ALLOWED)).isEqualTo(own);
            assertThat(header(answered, "Access-Control-Allow-Credentials")).isEqualTo("true");
            assertThat(corsHeaders(me(credential, origin(other)))).isEmpty();
        }
        assertThat(corsHeaders(call("/v1/site", origin(other), bearer(gazette.key()))))
                .isEmpty();
        assertThat(corsHeaders(call("/actuator/prometheus", own, bearer(TestService.OPERATOR))))
                .isEmpty();
    }

    @Test
    void letsNoOtherSitesPageReadByCookieEither() {
        String[] cookie = {"Cookie", "__Host-latchkey-" + gazette.id() + "=" + ada.token()};
        assertThat(header(call("/v1/me", own, cookie), ALLOWED)).isEqualTo(own);
        assertThat(corsHeaders(call("/v1/me", origin(other), cookie))).isEmpty();
        assertThat(corsHeaders(call("/v1/me/access/weather", origin(other), cookie)))
                .isEmpty();
    }

    @Test
    void letsAPageReadWhyItWasRefused() {
        Answer refused = call("/v1/me", own, "Accept", "*/*");
        assertProblem("no credential", refused, 401, "credentials-missing");
        assertThat(header(refused, ALLOWED)).isEqualTo(own);
        Answer unknown = call("/v1/nothing", own, bearer(ada.token()));
        assertProblem("unknown", unknown, 404, "not-found");
        assertThat(header(unknown, ALLOWED)).isEqualTo(own);
    }

    @Test
    void servesTheKeysToAnyPageOfASite() {
        assertThat(header(call("/.well-known/jwks.json", own, "Accept", "*/*"), ALLOWED))
                .isEqualTo(own);
    }

    @Test
    void beginsSessionsForPagesOfThatSiteOnly() {
        Answer begun = begin(own);
        assertThat(begun.status()).isEqualTo(201);
        assertThat(header(begun, ALLOWED)).isEqualTo(own);
        assertProblem("other", begin(origin(other)), 403, "origin-not-allowed");
    }

    @Test
    void refusesAsAProblemWhatPagesMayNotDo() {
        Answer put = SERVICE.api()
                .send(SERVICE.api()
                        .request("/v1/site", gazette.key())
                        .header("Origin", own)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString("{\"name\":\"By a page\"}"))
                        .build());
        assertProblem("a page puts", put, 403, "origin-not-allowed");
        assertProblem("a page asks", preflight(own, "PUT"), 403, "origin-not-allowed");
        assertThat(SERVICE.api().get("/v1/site", gazette.key()).text("name")).isEqualTo("pages");
    }

    @Test
    void tellsCachesThatAnswersDifferByOrigin() {
        for (String path : List.of("/.well-known/jwks.json", "/v1/me")) {
            assertThat(SERVICE.api().get(path, null).headers().allValues("Vary"))
                    .as(path)
                    .contains("Origin");
        }
    }

    @Test
    void refusesOriginsThatWouldNameEverybody() {
        for (String origin : List.of(
                "*",
                "null",
                "https://*",
                "https://*.example",
                "https://a.example/",
                "ftp://a.example",
                "https://u@a.example",
                "a.example",
                "file:///",
                "https://a.example?x",
                "https://a.example#x",
                "")) {
            assertProblem(
                    origin,
                    SERVICE.api()
                            .put(
                                    "/v1/site",
                                    gazette.key(),
                                    "{\"name\":\"n\",\"meter\":{},\"origins\":[\"" + origin + "\"]}"),
                    400,
                    "invalid-body");
        }
    }

    private Answer begin(String origin) {
        return SERVICE.api()
                .send(SERVICE.api()
                        .request("/v1/sessions", null)
                        .header("Origin", origin)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"site\":\"" + gazette.id() + "\"}"))
                        .build());
    }

    private static Answer preflight(String origin, String method) {
        return SERVICE.api()
                .send(SERVICE.api()
                        .request("/v1/me/unlocks", null)
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", method)
                        .header("Access-Control-Request-Headers", "authorization, content-type")
                        .method("OPTIONS", BodyPublishers.noBody())
                        .build());
    }

    private static Answer me(String token, String origin) {
        return call("/v1/me", origin, bearer(token));
    }

    private static Answer call(String path, String origin, String... headers) {
        return SERVICE.api()
                .send(SERVICE.api()
                        .request(path, null)
                        .headers(headers)
                        .header("Origin", origin)
                        .build());
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static String header(Answer answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static List<String> corsHeaders(Answer answer) {
        return answer.headers().map().keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"))
                .toList();
    }

    private static String origin(TestSite site) {
        return "https://" + site.id() + ".example";
    }
}
