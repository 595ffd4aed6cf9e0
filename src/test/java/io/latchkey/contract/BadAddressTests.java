package io.latchkey.contract;

import static io.latchkey.contract.Press.assertRefused;
import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.RawHttp;
import io.latchkey.testing.Snapshot;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Ids in paths, queries, headers and import lines that cannot be: refused, and nothing written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadAddressTests {

    private static final String LONG = "x".repeat(10_000);
    private static final String GRANT = "{\"amount\":1,\"source\":\"gift\"}";
    private static final String ZERO = "00000000-0000-8000-8000-000000000000";

    private final Press press = new Press();
    private final Api api = Press.SERVICE.api();
    private Snapshot before = new Snapshot(Map.of());

    @BeforeEach
    void look() {
        before = Snapshot.of(Press.SERVICE);
    }

    @AfterEach
    void nothingWasWritten() {
        assertThat(Snapshot.of(Press.SERVICE)).isEqualTo(before);
    }

    private record Path(String method, String before, String after, String body) {}

    @Test
    void refusesIdsInPathsThatCannotBe() {
        String article = "{\"title\":\"T\",\"url\":\"https://a.example\",\"access\":\"free\"}";
        for (Path path : List.of(
                new Path("GET", "/v1/articles/", "", ""),
                new Path("PUT", "/v1/articles/", "", article),
                new Path("DELETE", "/v1/articles/", "", ""),
                new Path("GET", "/v1/plans/", "", ""),
                new Path("DELETE", "/v1/plans/", "", ""),
                new Path("GET", "/v1/promo-codes/", "", ""),
                new Path("PUT", "/v1/promo-codes/", "", "{\"percent\":20}"),
                new Path("DELETE", "/v1/promo-codes/", "", ""),
                new Path("DELETE", "/v1/site/keys/", "", ""))) {
            for (String id : List.of(
                    "a%20b",
                    "%20",
                    "%C3%A4",
                    "%F0%9F%98%80",
                    "%FF",
                    "a%09b",
                    "-a",
                    "_a",
                    "a:b",
                    "a'b",
                    "a@b",
                    "x".repeat(129),
                    LONG)) {
                assertProblem(path + id, send(path, id), 400, "invalid-path");
            }
        }
        for (Path path : List.of(
                new Path("GET", "/v1/readers/", "", ""),
                new Path("PUT", "/v1/readers/", "", "{}"),
                new Path("POST", "/v1/readers/", "/sessions", ""),
                new Path("POST", "/v1/readers/", "/grants", GRANT))) {
            for (String ref : List.of("%20", "a%09b", "a%C2%85b", "%7F", "x".repeat(256), LONG)) {
                assertProblem(path + ref, send(path, ref), 400, "invalid-path");
            }
        }
    }

    @Test
    void refusesCheckoutAddressesThatCannotBe() {
        for (String address : List.of(
                "X/" + ZERO + "/" + ZERO,
                LONG + "/" + ZERO + "/" + ZERO,
                press.site.id() + "/x/" + ZERO,
                press.site.id() + "/" + ZERO + "/x")) {
            String path = "/v1/sandbox/checkouts/" + address;
            assertProblem(path, api.get(path, null), 400, "invalid-path");
            assertProblem(path, api.post(path + "/pay", null), 400, "invalid-path");
        }
        String path = "/v1/sandbox/checkouts/" + press.site.id() + "/" + ZERO + "/" + ZERO;
        assertProblem(path, api.get(path, null), 404, "unknown-checkout");
        assertProblem(path, api.post(path + "/pay", null), 404, "unknown-checkout");
        assertProblem(path, api.post(path + "/card/burns", null), 404, "not-found");
    }

    @Test
    void refusesKeysOfTheOperatorThatCannotBe() {
        for (String kid : List.of("x", "%20", "%C3%A4", "%FF", LONG)) {
            Answer answer = api.delete("/v1/keys/" + kid, io.latchkey.testing.TestService.OPERATOR);
            assertRefused(kid, answer);
        }
    }

    @Test
    void refusesQueriesThatCannotBe() {
        for (String list : List.of("/v1/me/unlocks", "/v1/me/grants", "/v1/me/receipts")) {
            for (String query : List.of(
                    "limit=0",
                    "limit=-1",
                    "limit=201",
                    "limit=x",
                    "limit=1.0",
                    "limit=",
                    "limit=1e1",
                    "limit=%2B5",
                    "limit=9999999999",
                    "limit=1&limit=2",
                    "cursor=%00",
                    "cursor=",
                    "cursor=!",
                    "cursor=AA",
                    "cursor=" + LONG,
                    "cursor=_w",
                    "cursor=IA")) {
                assertProblem(list + query, api.get(list + "?" + query, press.ada.token()), 400, "invalid-query");
            }
        }
    }

    @Test
    void refusesIdempotencyKeysThatCannotBe() {
        String path = "/v1/readers/fresh/grants";
        assertProblem("none", api.post(path, press.site.key(), GRANT), 400, "idempotency-key-required");
        for (String key : List.of("", "x".repeat(256), "x".repeat(300))) {
            assertProblem(key, grant(path, key), 400, "invalid-idempotency-key");
        }
        for (String key : List.of("\u00e4", "\u0085", "a\u00a0b")) {
            RawHttp.Reply reply = RawHttp.send(
                    Press.SERVICE,
                    "POST " + path,
                    "Authorization: Bearer " + press.site.key(),
                    "Content-Type: application/json",
                    "Content-Length: 0",
                    "Idempotency-Key: " + key);
            assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
            assertThat(reply.body()).contains("\"code\":\"");
        }
    }

    @Test
    void importsNothingWhereOneLineIsWrongAndNamesTheLine() {
        String good = line("good", "free");
        for (String bad : List.of(
                "{",
                "nonsense",
                "[]",
                "null",
                "5",
                good + good,
                line("a b", "free"),
                line("a", "sometimes"),
                line("a", "free").replace("\"T\"", "5"),
                line("a", "free").replace("\"T\"", "\"\\u0000\""),
                line("a", "free").replace("\"T\"", "\"\\ud800\""),
                line("a", "free").replace("}", ",\"more\":1}"),
                line("a", "free").replace("}", ",\"id\":\"b\"}"),
                "{\"title\":\"T\",\"url\":\"https://a.example\",\"access\":\"free\"}")) {
            Answer answer = importing(good + "\n\n" + bad + "\n" + good + "\n", "application/x-ndjson");
            assertProblem(bad, answer, 400, "invalid-line");
            assertThat(answer.body().path("line").asInt()).as(bad).isEqualTo(3);
            assertThat(answer.text("detail")).as(bad).startsWith("Line 3: ");
        }
    }

    @Test
    void refusesImportsOfAnotherKind() {
        String good = line("good", "free");
        assertProblem("json", importing(good, "application/json"), 415, "unsupported-media-type");
        assertRefused("charset", importing(good, "application/x-ndjson;charset=nonsense"));
        for (int length : new int[] {70_000, 2_000_000}) {
            Answer tooLong = importing(good + "\n{\"title\":\"" + "x".repeat(length), "application/x-ndjson");
            assertProblem("long", tooLong, 400, "invalid-line");
            assertThat(tooLong.body().path("line").asInt()).isEqualTo(2);
            assertThat(tooLong.text("detail")).contains("too long");
        }
        Answer latin = api.send(api.request("/v1/articles/import", press.site.key())
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(
                        good.replace("\"T\"", "\"\u00e4\"").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)))
                .build());
        assertProblem("latin", latin, 400, "invalid-line");
    }

    private Answer importing(String lines, String type) {
        return api.send(api.request("/v1/articles/import", press.site.key())
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(lines))
                .build());
    }

    private static String line(String id, String access) {
        return "{\"id\":\"%s\",\"title\":\"T\",\"url\":\"https://a.example\",\"access\":\"%s\"}".formatted(id, access);
    }

    private Answer grant(String path, String key) {
        return api.send(api.request(path, press.site.key())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(GRANT))
                .build());
    }

    private Answer send(Path path, String id) {
        return api.send(api.request(path.before() + id + path.after(), press.site.key())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "address")
                .method(path.method(), BodyPublishers.ofString(path.body()))
                .build());
    }
}
