package io.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rest of an article is nowhere before it is open, however the page is asked for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanaryTests {

    private final HttpClient client = HttpClient.newHttpClient();
    private Paper paper;
    private TestReader ada;

    @BeforeAll
    void open() {
        paper = Paper.open(TestService.shared().site("canary"));
        paper.article("birds", "premium").article("frost", "premium").article("tides", "subscribers");
        paper.site().grant("ada", 2);
        ada = paper.reader("ada");
        assertThat(ada.unlock("frost").status()).isEqualTo(201);
    }

    @AfterAll
    void close() {
        paper.close();
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "FETCH"})
    void noMethodBringsItOut(String method) throws Exception {
        for (String path : new String[] {"/articles/birds", "/text/birds"}) {
            assertThat(answer(method, path)).doesNotContain(Paper.CANARY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1;" + " +http://www.google.com/bot.html)",
                "User-Agent: facebookexternalhit/1.1",
                "Referer: https://news.google.com/",
                "X-Forwarded-For: 66.249.66.1",
                "X-Latchkey-Site: canary",
                "Cookie: reader=ada",
                "Accept: application/json",
                "Range: bytes=0-99999",
                "Cache-Control: no-cache",
                "Authorization: Bearer null",
                "Authorization: Basic YWRhOmFkYQ=="
            })
    void noHeaderBringsItOut(String header) throws Exception {
        String[] parts = header.split(": ", 2);
        for (String path : new String[] {"/articles/birds", "/text/birds"}) {
            assertThat(answer("GET", path, parts)).doesNotContain(Paper.CANARY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"amp=1", "print=true", "token=x", "preview", "outputType=amp", "full"})
    void noQueryBringsItOut(String query) throws Exception {
        assertThat(answer("GET", "/articles/birds?" + query)).doesNotContain(Paper.CANARY);
        assertThat(answer("GET", "/text/birds?" + query)).doesNotContain(Paper.CANARY);
    }

    @Test
    void onlyATokenForThisArticleBringsItOut() throws Exception {
        String frost = ada.check("frost").text("token");
        TestReader stranger =
                TestService.shared().site("elsewhere").article("birds", "free").reader("ada");

        assertThat(bearing("birds", ada.token())).doesNotContain(Paper.CANARY);
        assertThat(bearing("birds", frost)).doesNotContain(Paper.CANARY);
        assertThat(bearing("tides", frost)).doesNotContain(Paper.CANARY);
        assertThat(bearing("birds", stranger.check("birds").text("token"))).doesNotContain(Paper.CANARY);
        assertThat(bearing("frost", frost)).contains(Paper.CANARY);
    }

    private String bearing(String article, String token) throws Exception {
        return answer("GET", "/text/" + article, "Authorization", "Bearer " + token);
    }

    private String answer(String method, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(paper.origin() + path)).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        // Whoever looks for it there finds it as well.
        return answer.headers().map() + "\n" + answer.body();
    }
}
