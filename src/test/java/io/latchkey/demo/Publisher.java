package io.latchkey.demo;

import io.latchkey.demo.Newspaper.Post;
import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The publisher's own server: publishes, signs readers in, and knows nothing but the contract. */
final class Publisher {

    private static final String MONTHLY = "monthly";
    private static final String PACK = "five-posts";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int WELCOME_UNLOCKS = 3;

    private final Api api;
    private final String origin;
    private final DemoFolder folder;
    private final Newspaper newspaper;
    private volatile Instant today = Instant.EPOCH;

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
            Map<String, Object> site = Map.of("id", site(), "name", Newspaper.NAME, "origins", List.of(origin));
            folder.keepSiteKey(succeeded(api.post("/v1/sites", folder.operatorKey(), json(site)))
                    .text("key"));
        }
        put(
                "/v1/site",
                Map.of(
                        "name", Newspaper.NAME,
                        "origins", List.of(origin),
                        "meter", Map.of("limit", 2, "anonymousLimit", 1, "period", "month")));
        put("/v1/site/sign-in", Map.of("email", true));
        newspaper.articles().forEach(this::publish);
        put(
                "/v1/plans/" + MONTHLY,
                Map.of(
                        "kind",
                        "subscription",
                        "name",
                        "The Lantern, every day",
                        "price",
                        Map.of("amountMinor", 900, "currency", "EUR"),
                        "period",
                        "P1M",
                        "unlocksPerPeriod",
                        5,
                        "tiers",
                        List.of("standard")));
        put(
                "/v1/plans/yearly",
                Map.of(
                        "kind", "subscription",
                        "name", "The Lantern, all year",
                        "price", Map.of("amountMinor", 8_900, "currency", "EUR"),
                        "period", "P1Y",
                        "trial", "P14D",
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
        put("/v1/promo-codes/STAY", Map.of("percent", 50, "payments", 3));
        put("/v1/site/cancellation-offer", Map.of("offer", "discount", "code", "STAY"));
        advance("PT0S").join();
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
        String known = json(Map.of("email", ref + "@saltmere.example", "locale", "en"));
        String gift = json(Map.of("amount", WELCOME_UNLOCKS, "source", "gift", "note", "Welcome"));
        return sent(api.request("/v1/readers/" + ref, siteKey())
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(known)))
                .thenCompose(_ -> sent(api.request("/v1/readers/" + ref + "/grants", siteKey())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "welcome")
                        .POST(BodyPublishers.ofString(gift))))
                .thenApply(_ -> ref);
    }

    private CompletableFuture<Answer> sent(HttpRequest.Builder request) {
        return api.sendAsync(request.build()).thenApply(Publisher::succeeded);
    }

    /**
     * Begins a session; answers with the reader token.
     *
     * @param anonymous the token of who they were before, whose history becomes theirs; a token
     *     that is none any more is left out
     */
    CompletableFuture<String> signIn(String ref, @Nullable String anonymous) {
        String path = "/v1/readers/" + ref + "/sessions";
        String body = anonymous == null ? "{}" : json(Map.of("anonymous", anonymous));
        return api.postAsync(path, siteKey(), body)
                .thenCompose(answer -> anonymous != null && answer.status() / 100 == 4
                        ? signIn(ref, null)
                        : CompletableFuture.completedFuture(succeeded(answer).text("token")));
    }

    /** Whose token it is; nobody's, when it is over or that of an anonymous reader. */
    CompletableFuture<Optional<Guest>> guest(String token) {
        return api.sendAsync(api.request("/v1/me", token).build())
                .thenCombine(
                        api.sendAsync(
                                api.request("/v1/me/unlocks?limit=100", token).build()),
                        (me, unlocks) -> me.status() == 200 && unlocks.status() == 200
                                ? Optional.of(me.body())
                                        .filter(it -> !anonymous(it))
                                        .map(it -> Guest.of(token, it, unlocks.body()))
                                : Optional.empty());
    }

    private static boolean anonymous(JsonNode me) {
        return me.path("reader").path("anonymous").asBoolean();
    }

    /** Moves the sandbox's business time ahead. */
    CompletableFuture<Void> advance(String period) {
        return api.postAsync("/v1/sandbox/clock", folder.operatorKey(), json(Map.of("advance", period)))
                .thenAccept(answer -> today = Instant.parse(succeeded(answer).text("now")));
    }

    /** The day of business. */
    LocalDate today() {
        return today.atZone(ZoneOffset.UTC).toLocalDate();
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
