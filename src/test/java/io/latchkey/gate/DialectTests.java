package io.latchkey.gate;

import static io.latchkey.gate.GateDoor.header;
import static io.latchkey.gate.GateDoor.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.RawHttp;
import io.latchkey.testing.RawHttp.Reply;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only one kind of proxy says, in requests as these proxies write them. */
class DialectTests {

    private static final TestService SERVICE = TestService.shared();
    private static final TestSite SITE = GateDoor.told(
            SERVICE.site("dialects").meter(5, 3).article("weather", "free").article("essay", "premium"), "deny");

    @Test
    void namesTheArticleByHeaderWhereNoAddressIs() {
        for (String door : new String[] {"nginx", "envoy", "forward-auth", "fastly"}) {
            String path = "/v1/gate/" + door + "?site=" + SITE.id();
            assertThat(named(path, "weather").status()).as(door).isEqualTo(200);
            assertThat(named(path, "essay").status()).as(door).isEqualTo(401);
            assertThat(reason(named(path, "no/id"))).as(door).isEqualTo("malformed-request");
            assertThat(reason(SITE.api().get(path, null))).as(door).isEqualTo("unknown-path");
        }
    }

    /** A header that a reader sent and the proxy forgot to clear. */
    @Test
    void opensNothingByAHeaderThatTheAddressContradicts() {
        for (GateDoor door : GateDoor.values()) {
            Answer forged = door.ask(SITE, "essay", null, "X-Latchkey-Article", "weather");
            assertThat(forged.status()).as(door.toString()).isIn(401, 403);
            Answer twice =
                    door.ask(SITE, "essay", null, "X-Latchkey-Article", "weather", "X-Latchkey-Article", "weather");
            assertThat(twice.status()).as(door.toString()).isIn(401, 403);
        }
    }

    @Test
    void refusesAnAddressThatIsThereTwice() {
        Reply reply = RawHttp.send(
                SERVICE,
                "GET /v1/gate/nginx?site=" + SITE.id(),
                "X-Original-URI: /articles/weather",
                "X-Original-URI: /articles/essay");
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.has("X-Latchkey-Reason", "malformed-request")).isTrue();
    }

    @Test
    void tellsFastlyTheResultAndWhatIsLeftOnTheMeter() {
        TestReader ada = SITE.reader("ada");
        Answer blocked = GateDoor.FASTLY.ask(SITE, "essay", ada.token());
        assertThat(header(blocked, "Paywall-Result")).isEqualTo("BLOCK");
        assertThat(header(blocked, "Paywall-Meta")).isEqualTo("{\"remain\":5,\"total\":5}");
        Answer allowed = GateDoor.FASTLY.ask(SITE, "weather", null);
        assertThat(header(allowed, "Paywall-Result")).isEqualTo("ALLOW");
        assertThat(header(allowed, "Paywall-Meta")).isEqualTo("{}");
        Answer malformed = SITE.api().get("/v1/gate/fastly", null);
        assertThat(header(malformed, "Paywall-Result")).isEqualTo("BLOCK");
    }

    /** Envoy asks with the reader's method, path and query behind its prefix, and no body. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/articles/weather",
                "/articles/weather?site=other&utm=1",
                "//articles/weather",
                "/%61rticles/weather"
            })
    void understandsEnvoysRequestsForWhatIsFree(String target) {
        Reply reply = envoy("GET", target);
        // The firewall before us refuses double slashes: that is a denial as good as any.
        assertThat(reply.status()).isEqualTo(target.startsWith("//") ? 403 : 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/articles/weather/../essay",
                "/articles/%2e%2e/articles/weather",
                "/../other/articles/weather",
                "/articles/weather;x",
                "/articles/weather%00",
                "/articles/%2577eather",
                "/articles\\weather",
                "/articles/%5cweather",
                "/articles/essay?site=other",
                "/articles/ESSAY",
                "/"
            })
    void deniesEnvoysRequestsForAnythingElse(String target) {
        Reply reply = envoy("GET", target);
        assertThat(reply.status()).isNotEqualTo(200);
    }

    @Test
    void deniesEnvoysRequestsOfOtherMethods() {
        assertThat(envoy("POST", "/articles/weather").status()).isEqualTo(403);
        assertThat(envoy("HEAD", "/articles/weather").status()).isEqualTo(200);
    }

    /** Traefik asks with GET, the reader's headers and five of its own. */
    @Test
    void understandsTraefiksRequests() {
        assertThat(traefik("/articles/weather?utm=1").status()).isEqualTo(200);
        Reply denied = traefik("/articles/essay");
        assertThat(denied.status()).isEqualTo(401);
        assertThat(denied.body()).startsWith("This article is for readers");
        assertThat(traefik("/articles/weather/../essay").status()).isEqualTo(403);
    }

    private static Reply envoy(String method, String target) {
        return RawHttp.send(
                SERVICE,
                method + " /v1/gate/envoy/" + SITE.id() + target,
                "x-envoy-internal: true",
                "x-forwarded-for: 203.0.113.7",
                "content-length: 0");
    }

    private static Reply traefik(String address) {
        return RawHttp.send(
                SERVICE,
                "GET /v1/gate/forward-auth?site=" + SITE.id(),
                "X-Forwarded-Method: GET",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: news.example",
                "X-Forwarded-Uri: " + address,
                "X-Forwarded-For: 203.0.113.7");
    }

    private static Answer named(String path, String article) {
        return SITE.api()
                .send(SITE.api()
                        .request(path, null)
                        .header("X-Latchkey-Article", article)
                        .GET()
                        .build());
    }
}
