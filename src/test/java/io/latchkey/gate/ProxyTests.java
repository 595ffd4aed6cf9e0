package io.latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.HeaderNames;
import io.latchkey.testing.RawHttp;
import io.latchkey.testing.RawHttp.Reply;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.ToldByProxy;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real proxies with the configurations that we publish: who gets the full text, and how not to. */
@Tag("outside")
class ProxyTests {

    /** Addresses that mean a premium article to some server or other, or none. */
    private static final List<String> TRICKS = List.of(
            "/articles/free/../essay",
            "/articles/./essay",
            "/x/../articles/essay",
            "/articles/%2e%2e/articles/essay",
            "/articles/free/%2e%2e/essay",
            "//articles/essay",
            "/articles//essay",
            "/%61rticles/essay",
            "/articles/%65ssay",
            "/articles/%2565ssay",
            "/articles/free%2f..%2fessay",
            "/articles/free%252f..%252fessay",
            "/articles/essay;jsessionid=1",
            "/articles/free;/../essay",
            "/articles;x/essay",
            "/articles/essay%00",
            "/articles/free%00/essay",
            "/articles/essay%0a",
            "/articles/free%5c..%5cessay",
            "/articles/free\\..\\essay",
            "/ARTICLES/essay",
            "/Articles/essay",
            "/articles/ESSAY",
            "/articles/essay/",
            "/articles/essay?article=weather",
            "/articles/essay#weather",
            "/_latchkey",
            "http://other.example/articles/essay");

    private final TestSite site = site(TestService.shared());

    @ParameterizedTest
    @EnumSource
    void servesTheFullTextToThoseWhoMayReadAndPreviewsToOthers(Proxy.Kind kind) throws IOException {
        try (Newsroom newsroom = new Newsroom();
                Proxy proxy = kind.start(TestService.shared().port(), newsroom.port(), site.id())) {
            TestReader ada = unlocked(site);
            String readerCookie = "Cookie: __Host-latchkey-" + site.id() + "=" + ada.token();
            String bearer = "Authorization: Bearer " + ada.check("essay").text("token");

            full(get(proxy, "/articles/essay", readerCookie));
            full(get(proxy, "/articles/essay?utm=1", bearer));
            full(get(proxy, "/articles/weather"));
            preview(get(proxy, "/articles/essay"));
            preview(get(proxy, "/articles/other", readerCookie));
            preview(get(proxy, "/articles/other", bearer));
            preview(get(proxy, "/articles/nowhere", bearer));
            preview(get(proxy, "/about", bearer));
            assertThat(RawHttp.send(proxy.port(), "HEAD /articles/essay", bearer)
                            .status())
                    .isEqualTo(200);
            assertThat(ada.unlockLeft()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void believesNothingThatAReaderSaysInItsName(Proxy.Kind kind) throws IOException {
        try (Newsroom newsroom = new Newsroom();
                Proxy proxy = kind.start(TestService.shared().port(), newsroom.port(), site.id())) {
            for (String name : ToldByProxy.names()) {
                String value = ToldByProxy.OPENING.getOrDefault(name, ToldByProxy.FORGED);
                for (String spelled : HeaderNames.spellings(name)) {
                    for (String path : List.of("/articles/essay", "/about")) {
                        Reply reply = get(proxy, path, spelled + ": " + value);
                        preview(reply);
                        assertThat(reply.body())
                                .as(spelled)
                                .doesNotContain(ToldByProxy.FORGED)
                                .endsWith(" for null");
                    }
                }
            }
            for (String forged : List.of(
                    "x-latchkey-decision: granted",
                    "x-latchkey-view: full",
                    "X-Latchkey-Article: weather",
                    "X-Original-URI: /articles/weather",
                    "X-Forwarded-Uri: /articles/weather",
                    "X-Forwarded-Method: HEAD",
                    "X-Rewrite-Url: /articles/weather",
                    "X-Original-Url: /articles/weather",
                    "Connection: close, X-Latchkey-Decision",
                    "Connection: close, X-Latchkey-View",
                    "Origin: https://" + site.id() + ".example")) {
                preview(get(proxy, "/articles/essay", forged));
                preview(get(proxy, "/about", forged));
            }
            preview(get(
                    proxy,
                    "/articles/essay",
                    "X-Latchkey-Decision: granted",
                    "X-Latchkey-Decision: granted",
                    "X-Latchkey-View: full",
                    "X-Latchkey-Article: weather",
                    "X-Original-URI: /articles/weather",
                    "X-Forwarded-Uri: /articles/weather"));
        }
    }

    /** Some servers take an address in a header for the one that was asked for. */
    @ParameterizedTest
    @EnumSource
    void isNotLedFromAnOpenArticleToAnother(Proxy.Kind kind) throws IOException {
        try (Newsroom newsroom = new Newsroom();
                Proxy proxy = kind.start(TestService.shared().port(), newsroom.port(), site.id())) {
            for (String name : ToldByProxy.ADDRESSES) {
                for (String spelled : HeaderNames.spellings(name)) {
                    assertThat(get(proxy, "/articles/weather", spelled + ": /articles/essay")
                                    .body())
                            .as(spelled)
                            .startsWith(Newsroom.FULL + " of /articles/weather ");
                    assertThat(get(proxy, "/about", spelled + ": /articles/essay")
                                    .body())
                            .as(spelled)
                            .startsWith(Newsroom.PREVIEW + " of /about ");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNotWalkedAround(Proxy.Kind kind) throws IOException {
        try (Newsroom newsroom = new Newsroom();
                Proxy proxy = kind.start(TestService.shared().port(), newsroom.port(), site.id())) {
            preview(get(proxy, "/articles/essay"));
            for (String trick : TRICKS) {
                Reply reply = get(proxy, trick, "X-Latchkey-Decision: granted", "X-Latchkey-View: full");
                assertThat(reply.body()).as(trick).doesNotContain(Newsroom.FULL);
                assertThat(reply.status()).as(trick).isLessThan(500);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void servesPreviewsAndNoErrorsWhileTheServiceIsAway(Proxy.Kind kind) throws IOException {
        try (TestService service = TestService.own();
                Newsroom newsroom = new Newsroom()) {
            TestSite here = site(service);
            try (Proxy proxy = kind.start(service.port(), newsroom.port(), here.id())) {
                TestReader ada = unlocked(here);
                String bearer = "Authorization: Bearer " + ada.check("essay").text("token");
                full(get(proxy, "/articles/essay", bearer));
                service.stop();
                preview(get(proxy, "/articles/essay", bearer));
                preview(get(proxy, "/articles/essay"));
                preview(get(proxy, "/articles/weather"));
                preview(get(proxy, "/about"));
            }
        }
    }

    private static void full(Reply reply) {
        assertThat(reply.body()).startsWith(Newsroom.FULL).endsWith(" for null");
        personal(reply);
    }

    private static void preview(Reply reply) {
        assertThat(reply.body()).startsWith(Newsroom.PREVIEW);
        assertThat(reply.status()).isEqualTo(200);
        if (reply.body().contains("/articles/")) {
            personal(reply);
        }
    }

    private static void personal(Reply reply) {
        assertThat(reply.has("Cache-Control", "private, no-store"))
                .as(reply.head())
                .isTrue();
    }

    private static Reply get(Proxy proxy, String target, String... headers) {
        return RawHttp.send(proxy.port(), "GET " + target, headers);
    }

    private static TestSite site(TestService service) {
        return GateDoor.told(
                service.site("proxied")
                        .article("weather", "free")
                        .article("free", "free")
                        .article("essay", "premium")
                        .article("other", "premium"),
                "deny");
    }

    private static TestReader unlocked(TestSite site) {
        TestReader ada = site.reader("ada");
        assertThat(site.grant("ada", 2).status()).isEqualTo(201);
        assertThat(ada.unlock("essay").status()).isEqualTo(201);
        return ada;
    }
}
