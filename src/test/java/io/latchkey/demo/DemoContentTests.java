package io.latchkey.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.demo.Newspaper.Post;
import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;

/** The demo's content server gives a full text for the right token and for nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoContentTests {

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
        String reader = publisher.signIn(publisher.welcome().join()).join();
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
    void noPageHoldsMoreThanThePreviewOfWhatIsPaid() {
        for (Post post : Newspaper.load().articles()) {
            Answer page = api.get("/demo/articles/" + post.id(), null);
            assertThat(page.text().contains(Pages.rest(post))).as(post.id()).isEqualTo(post.free());
        }
        assertThat(api.get("/demo/assets/../articles/eel-count.txt", null).status())
                .isGreaterThanOrEqualTo(400);
    }

    @Test
    void otherSitesPagesMoveNothing() {
        for (String deed : new String[] {"/demo/session", "/demo/new-reader", "/demo/clock"}) {
            assertThat(api.post(deed, null).status()).as(deed).isEqualTo(403);
            Answer foreign =
                    api.send(
                            api.request(deed, null)
                                    .header("Origin", "https://elsewhere.example")
                                    .POST(BodyPublishers.noBody())
                                    .build());
            assertThat(foreign.status()).as(deed).isEqualTo(403);
        }
    }
}
