package io.latchkey.security;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.security.DoorTable.Call;
import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.RawHttp;
import io.latchkey.testing.TestService;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What answers where no door is: always a problem document, on every path. */
class RefusalShapeTests {

    private static final TestService SERVICE = TestService.shared();
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Test
    void answersNotFoundOnUnknownPathsWhoeverAsks() {
        Api api = SERVICE.api();
        for (String path : List.of(
                "/",
                "/v1",
                "/v1/",
                "/v1/me/",
                "/v1/ME",
                "/v2/me",
                "/v1/me/nothing",
                "/v1/articles",
                "/v1/articles/a/b",
                "/v1/readers",
                "/actuator",
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/health/db",
                "/swagger-ui.html",
                "/webjars/x.js",
                "/favicon.ico",
                "/login",
                "/logout",
                "/error")) {
            for (String credential : Arrays.asList(null, "garbage", TestService.OPERATOR)) {
                assertProblem(path, api.get(path, credential), 404, "not-found");
            }
        }
    }

    @Test
    void answersTheAllowedMethodsToEveryOtherOne() {
        Map<String, Set<String>> allowed = new TreeMap<>();
        DoorTable.CALLS.forEach(call ->
                allowed.computeIfAbsent(path(call), _ -> new TreeSet<>()).add(call.method()));
        // The import stands where an article's id could, and the rotation where a key's.
        allowed.put("/v1/keys/rotation", Set.of("DELETE", "POST"));
        allowed.put("/v1/articles/import", Set.of("DELETE", "GET", "POST", "PUT"));
        allowed.forEach((path, methods) -> METHODS.stream()
                .filter(method -> !methods.contains(method))
                .forEach(method -> {
                    Answer answer = send(method, path, null);
                    if (path.startsWith("/v1/gate/")) {
                        // Proxies understand a denial, and nothing else.
                        assertThat(answer.status()).as(method + " " + path).isEqualTo(403);
                        return;
                    }
                    assertProblem(method + " " + path, answer, 405, "method-not-allowed");
                    assertThat(allow(answer.headers().allValues("Allow")))
                            .as(path)
                            .isEqualTo(methods);
                }));
    }

    @Test
    void answersTheAllowedMethodsToMethodsThatNobodyKnows() {
        for (String method : List.of("TRACE", "PROPFIND", "BREW")) {
            RawHttp.Reply reply = RawHttp.send(SERVICE, method + " /v1/site");
            assertThat(reply.status()).as(reply.toString()).isEqualTo(405);
            assertThat(reply.body()).contains("\"code\":\"method-not-allowed\"");
            assertThat(reply.has("Content-Type", "application/problem+json")).isTrue();
        }
    }

    @Test
    void answersHeadAsGetWithoutABody() {
        assertThat(send("HEAD", "/.well-known/jwks.json", null).status()).isEqualTo(200);
        assertThat(send("HEAD", "/v1/me", null).status()).isEqualTo(401);
        assertThat(send("HEAD", "/v1/me/unlocks", null).status()).isEqualTo(401);
        assertThat(send("HEAD", "/v1/nothing", null).status()).isEqualTo(404);
    }

    @Test
    void refusesPathsThatTwoProgramsCouldReadDifferently() {
        for (String path : List.of(
                "/v1/articles/a%2Fb",
                "/v1/articles/a%2fb",
                "/v1/articles/a%5Cb",
                "/v1/articles/a\\b",
                "/v1/articles/a;b",
                "/v1/articles/a;b=c",
                "/v1/articles/a%3Bb",
                "/v1/articles//a",
                "//v1/articles/a",
                "/v1/articles/%2e%2e/me",
                "/v1/articles/../me",
                "/v1/articles/./a",
                "/v1/articles/%2E",
                "/v1/articles/a%00",
                "/v1/articles/a%0a",
                "/v1/articles/a%0D",
                "/v1/articles/a%25b",
                "/v1/articles/a%E2%80%A8",
                "/v1/articles/a%",
                "/v1/articles/a%zz",
                "/v1/articles/a%2",
                "/v1/articles/{a}",
                "/v1/articles/a\"b",
                "/v1/articles/a^b",
                "/v1/articles/a|b",
                "/v1/me?cursor=%zz")) {
            RawHttp.Reply reply = RawHttp.send(SERVICE, "GET " + path);
            assertThat(reply.status()).as("%s: %s", path, reply).isEqualTo(400);
            assertThat(reply.has("Content-Type", "application/problem+json"))
                    .as(path)
                    .isTrue();
            assertThat(reply.body())
                    .as(path)
                    .contains("\"status\":400", "\"title\"", "\"type\"", "\"detail\"")
                    .containsPattern("\"code\":\"invalid-(path|query)\"");
        }
    }

    @Test
    void saysWhyAHeaderIsRefused() {
        RawHttp.Reply reply = RawHttp.send(SERVICE, "GET /v1/me", "Authorization: Bearer \u0085\u0086");
        assertThat(reply.status()).as(reply.toString()).isBetween(400, 401);
        assertThat(reply.body()).containsPattern("\"code\":\"invalid-(header|credentials)\"");
    }

    private static Set<String> allow(List<String> values) {
        return new TreeSet<>(values.stream()
                .flatMap(value -> Arrays.stream(value.split(", ?")))
                .toList());
    }

    private static String path(Call call) {
        return call.path().replaceAll("\\{[^}]*}", "x");
    }

    private static Answer send(String method, String path, @Nullable String credential) {
        Api api = SERVICE.api();
        return api.send(api.request(path, credential)
                .method(method, BodyPublishers.noBody())
                .build());
    }
}
