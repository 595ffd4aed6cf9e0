package io.latchkey.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.demo.Newspaper.Post;
import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.LeakScan;
import io.latchkey.testing.Ruses;
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
import org.junit.jupiter.params.provider.FieldSource;
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
    @FieldSource("io.latchkey.testing.Ruses#METHODS")
    void noMethodBringsTheRestOut(String method) {
        for (String path : paths("")) {
            holdsNoRest(request(path).method(method, BodyPublishers.noBody()));
        }
    }

    @ParameterizedTest
    @FieldSource("io.latchkey.testing.Ruses#HEADERS")
    void noHeaderBringsTheRestOut(String header) {
        for (String path : paths("")) {
            holdsNoRest(request(path)
                    .header(Ruses.name(header), Ruses.value(header))
                    .GET());
        }
    }

    @ParameterizedTest
    @FieldSource("io.latchkey.testing.Ruses#QUERIES")
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
