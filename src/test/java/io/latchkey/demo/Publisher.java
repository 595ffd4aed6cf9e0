package io.latchkey.demo;

import io.latchkey.demo.Newspaper.Post;
import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;

import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The publisher's own server: publishes, signs readers in, and knows nothing but the contract. */
final class Publisher {

    /** What the newspaper sells. */
    static final String MONTHLY = "monthly";

    static final String PACK = "five-posts";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int WELCOME_UNLOCKS = 3;

    private final Api api;
    private final String origin;
    private final DemoFolder folder;
    private final Newspaper newspaper;

    Publisher(Api api, String origin, DemoFolder folder, Newspaper newspaper) {
        this.api = api;
        this.origin = origin;
        this.folder = folder;
        this.newspaper = newspaper;
    }

    String origin() {
        return origin;
    }

    String site() {
        return folder.site();
    }

    /** Makes the site on the first start; publishes on each, because the port may have changed. */
    void publish() {
        if (folder.siteKey() == null) {
            Map<String, Object> site =
                    Map.of("id", site(), "name", Newspaper.NAME, "origins", List.of(origin));
            folder.keepSiteKey(
                    succeeded(api.post("/v1/sites", folder.operatorKey(), json(site))).text("key"));
        }
        put(
                "/v1/site",
                Map.of(
                        "name", Newspaper.NAME,
                        "origins", List.of(origin),
                        "meter", Map.of("limit", 2, "anonymousLimit", 1, "period", "month")));
        newspaper.articles().forEach(this::publish);
        put(
                "/v1/plans/" + MONTHLY,
                Map.of(
                        "kind", "subscription",
                        "name", "The Lantern, monthly",
                        "price", Map.of("amountMinor", 900, "currency", "EUR"),
                        "period", "P1M",
                        "tiers", List.of("standard")));
        put(
                "/v1/plans/" + PACK,
                Map.of(
                        "kind",
                        "pack",
                        "name",
                        "Five posts",
                        "price",
                        Map.of("amountMinor", 400, "currency", "EUR"),
                        "unlocks",
                        5));
    }

    private void publish(Post post) {
        put(
                "/v1/articles/" + post.id(),
                Map.of(
                        "title", post.title(),
                        "url", origin + "/demo/articles/" + post.id(),
                        "access", post.access()));
    }

    /** Makes up a reader, who is given some unlocks once; answers with their ref. */
    CompletableFuture<String> welcome() {
        String ref = "reader-" + UUID.randomUUID();
        String body = json(Map.of("amount", WELCOME_UNLOCKS, "source", "gift", "note", "Welcome"));
        return api.sendAsync(
                        api.request("/v1/readers/" + ref + "/grants", siteKey())
                                .header("Content-Type", "application/json")
                                .header("Idempotency-Key", "welcome")
                                .POST(BodyPublishers.ofString(body))
                                .build())
                .thenApply(Publisher::succeeded)
                .thenApply(_ -> ref);
    }

    /** Begins a session; answers with the reader token. */
    CompletableFuture<String> signIn(String ref) {
        return api.postAsync("/v1/readers/" + ref + "/sessions", siteKey(), "{}")
                .thenApply(answer -> succeeded(answer).text("token"));
    }

    /** Moves the sandbox's business time ahead by a month; answers with what time it is then. */
    CompletableFuture<String> advanceAMonth() {
        return api.postAsync(
                        "/v1/sandbox/clock", folder.operatorKey(), json(Map.of("advance", "P1M")))
                .thenApply(answer -> succeeded(answer).text());
    }

    private void put(String path, Map<String, Object> body) {
        succeeded(api.put(path, siteKey(), json(body)));
    }

    private String siteKey() {
        return Objects.requireNonNull(folder.siteKey(), "the site is not made yet");
    }

    private static String json(Map<String, Object> body) {
        return JSON.writeValueAsString(body);
    }

    private static Answer succeeded(Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException("The service answered: " + answer.text());
        }
        return answer;
    }
}
