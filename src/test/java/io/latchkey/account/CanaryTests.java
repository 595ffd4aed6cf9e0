package io.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Ruses;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rest of an article is nowhere before it is open, however the page is asked for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanaryTests {

    private static final List<String> PATHS = List.of("/articles/birds", "/text/birds");

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
    @FieldSource("io.latchkey.testing.Ruses#METHODS")
    void noMethodBringsItOut(String method) throws Exception {
        for (String path : PATHS) {
            assertThat(answer(method, path)).doesNotContain(Paper.CANARY);
        }
    }

    @ParameterizedTest
    @FieldSource("io.latchkey.testing.Ruses#HEADERS")
    void noHeaderBringsItOut(String header) throws Exception {
        for (String path : PATHS) {
            assertThat(answer("GET", path, Ruses.name(header), Ruses.value(header)))
                    .doesNotContain(Paper.CANARY);
        }
    }

    /** With every query and by every method. */
    @Tag("torture")
    @ParameterizedTest
    @MethodSource("io.latchkey.testing.Ruses#pairsOfHeaders")
    void noTwoHeadersBringItOut(Map<String, String> headers) throws Exception {
        String[] both = headers.entrySet().stream()
                .flatMap(each -> Stream.of(each.getKey(), each.getValue()))
                .toArray(String[]::new);
        for (String path : PATHS) {
            for (String method : Ruses.METHODS) {
                assertThat(answer(method, path, both)).doesNotContain(Paper.CANARY);
            }
            for (String query : Ruses.QUERIES) {
                assertThat(answer("GET", path + "?" + query, both)).doesNotContain(Paper.CANARY);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("io.latchkey.testing.Ruses#QUERIES")
    void noQueryBringsItOut(String query) throws Exception {
        for (String path : PATHS) {
            assertThat(answer("GET", path + "?" + query)).doesNotContain(Paper.CANARY);
        }
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
