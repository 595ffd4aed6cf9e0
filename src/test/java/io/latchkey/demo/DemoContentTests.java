package io.latchkey.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.demo.Newspaper.Post;
import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.LeakScan;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.util.HtmlUtils;

/** The demo's content server gives a full text for the right token and for nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoContentTests {

    private static final Newspaper NEWSPAPER = Newspaper.load();

    /** What stands beyond the preview of each article that is not free: nobody may see it yet. */
    private static final List<String> CANARIES = NEWSPAPER.articles().stream()
            .filter(post -> !post.free())
            .flatMap(post -> post.rest().stream())
            .map(HtmlUtils::htmlEscape)
            .toList();

    private ConfigurableApplicationContext demo;
    private Publisher publisher;
    private Api api;

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        int port = DemoBrowserTests.freePort();
        demo = DemoApplication.start(data, "--server.port=" + port);
        publisher = demo.getBean(Publisher.class);
        api = new Api(URI.create(publisher.origin()));
    }

    @AfterAll
    void stop() {
        demo.close();
    }

    @Test
    void aTokenOpensItsArticleAndNoOther() {
        String reader = publisher.signIn(publisher.welcome().join(), null).join();
        Answer read = api.post("/v1/me/reads", reader, "{\"article\":\"library-roof\"}");
        String token = read.text("token");

        Answer open = api.get("/demo/text/library-roof", token);
        assertThat(open.status()).isEqualTo(200);
        assertThat(open.text()).contains("Bids for the E flat");
        assertThat(api.get("/demo/text/tide-pools", token).status()).isEqualTo(200);
        assertThat(api.get("/demo/text/bakery-clock", token).status()).isEqualTo(403);
        assertThat(api.get("/demo/text/eel-count", token).status()).isEqualTo(403);
        assertThat(api.get("/demo/text/harbour-money", token).status()).isEqualTo(403);

        assertThat(api.get("/demo/text/library-roof", null).status()).isEqualTo(403);
        assertThat(api.get("/demo/text/library-roof", reader).status()).isEqualTo(403);
        String forged = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";
        assertThat(api.get("/demo/text/library-roof", forged).status()).isEqualTo(403);
    }

    @Test
    void everyPageHoldsThePreviewAndOnlyFreeArticlesTheRest() {
        for (Post post : NEWSPAPER.articles()) {
            String page = api.get("/demo/articles/" + post.id(), null).text();
            assertThat(page).contains(HtmlUtils.htmlEscape(post.preview()));
            for (String paragraph : post.rest()) {
                assertThat(page.contains(HtmlUtils.htmlEscape(paragraph)))
                        .as(post.id())
                        .isEqualTo(post.free());
            }
        }
    }

    @Test
    void leaksNothingToTheScanner() {
        for (Post post : NEWSPAPER.articles()) {
            if (!post.free()) {
                LeakScan.findsNothing(
                        URI.create(publisher.origin() + "/demo/articles/" + post.id()),
                        post.rest().getFirst());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FETCH"})
    void noMethodBringsTheRestOut(String method) {
        for (String path : paths("")) {
            holdsNoRest(request(path).method(method, BodyPublishers.noBody()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1;" + " +http://www.google.com/bot.html)",
                "User-Agent: Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2)",
                "User-Agent: facebookexternalhit/1.1",
                "User-Agent: Twitterbot/1.0",
                "User-Agent: curl/8.5.0",
                "Referer: https://news.google.com/",
                "Referer: https://t.co/",
                "X-Forwarded-For: 66.249.66.1",
                "X-Forwarded-Host: localhost",
                "X-Original-URL: /demo/articles/night-ferry",
                "X-HTTP-Method-Override: GET",
                "X-Latchkey-Site: lantern",
                "Accept: application/json",
                "Accept: text/plain",
                "Accept-Language: de",
                "Range: bytes=0-99999",
                "Cache-Control: only-if-cached",
                "Purpose: prefetch",
                "Sec-Purpose: prefetch;prerender",
                "Cookie: latchkey=open",
                "Authorization: Bearer null",
                "Authorization: Bearer e30.e30.",
                "Authorization: Basic YWRhOmFkYQ=="
            })
    void noHeaderBringsTheRestOut(String header) {
        String[] parts = header.split(": ", 2);
        for (String path : paths("")) {
            holdsNoRest(request(path).header(parts[0], parts[1]).GET());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amp=1",
                "outputType=amp",
                "print=true",
                "format=rss",
                "preview=false",
                "full",
                "token=x",
                "access=free",
                "_escaped_fragment_=",
                "utm_source=newsletter&gift=1"
            })
    void noQueryBringsTheRestOut(String query) {
        for (String path : paths("?" + query)) {
            holdsNoRest(request(path).GET());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/demo/",
                "/demo/sign-in",
                "/demo/mail",
                "/demo/assets/../articles/eel-count.txt",
                "/demo/assets/%2e%2e/articles/eel-count.txt",
                "/demo/assets/..%2farticles/eel-count.txt",
                "/demo/text/eel-count/",
                "/demo/text/./eel-count",
                "/demo//text/eel-count",
                "/demo/text/EEL-COUNT",
                "/demo/text/eel%2Dcount",
                "/demo/text/eel-count;full=1",
                "/demo/articles/eel-count.txt",
                "/articles/eel-count.txt",
                "/feed",
                "/demo/feed"
            })
    void noOtherAddressBringsTheRestOut(String path) {
        holdsNoRest(request(path).GET());
    }

    @Test
    void aReaderOfNoneOfThemGetsNoneOfThem() {
        String reader = publisher.signIn(publisher.welcome().join(), null).join();
        for (String path : paths("")) {
            holdsNoRest(request(path)
                    .header("Cookie", "__Host-latchkey-" + publisher.site() + "=" + reader)
                    .GET());
        }
    }

    @Test
    void otherSitesPagesMoveNothing() {
        for (String deed : List.of("/demo/session", "/demo/sign-in", "/demo/sign-out", "/demo/clock")) {
            assertThat(api.post(deed, null).status()).as(deed).isEqualTo(403);
            Answer foreign = api.send(request(deed)
                    .header("Origin", "https://elsewhere.example")
                    .POST(BodyPublishers.noBody())
                    .build());
            assertThat(foreign.status()).as(deed).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example/",
                "//elsewhere.example/demo/",
                "/demo/../v1/me",
                "/demo/\\\\elsewhere.example",
                "javascript:alert(1)",
                ""
            })
    void signingInLeadsBackToThePaperAndNowhereElse(String wanted) {
        Answer signedIn = api.send(request("/demo/sign-in")
                .header("Origin", publisher.origin())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("returnTo=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8)))
                .build());
        assertThat(signedIn.status()).isEqualTo(303);
        assertThat(signedIn.headers().firstValue("Location")).contains("/demo/");
    }

    private static List<String> paths(String query) {
        return NEWSPAPER.articles().stream()
                .filter(post -> !post.free())
                .flatMap(post -> Stream.of("/demo/articles/" + post.id() + query, "/demo/text/" + post.id() + query))
                .toList();
    }

    private HttpRequest.Builder request(String path) {
        return api.request(path, null);
    }

    private void holdsNoRest(HttpRequest.Builder request) {
        HttpRequest asked = request.build();
        assertThat(CANARIES).isNotEmpty();
        assertThat(api.send(asked).text())
                .as("%s %s", asked.method(), asked.uri())
                .doesNotContain(CANARIES);
    }
}
