package io.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/**
 * A reader's browser.
 *
 * @param ref empty for an anonymous one
 * @param token the reader token
 */
public record TestReader(TestSite site, String ref, String token) {

    /** What the reader has. */
    public JsonNode me() {
        Answer me = site.api().get("/v1/me", token);
        assertThat(me.status()).as(me.text()).isEqualTo(200);
        return me.body();
    }

    /** The number in the pop-up. */
    public long unlockLeft() {
        return me().path("unlockLeft").asLong();
    }

    /** The decision about an article. */
    public Answer check(String article) {
        return site.api().get("/v1/me/access/" + article, token);
    }

    /** The decision's reason. */
    public String reason(String article) {
        return check(article).text("reason");
    }

    /** Opens an article on the meter. */
    public Answer read(String article) {
        return site.api().post("/v1/me/reads", token, chosen(article));
    }

    /** Opens an article with an unlock. */
    public Answer unlock(String article) {
        return site.api().post("/v1/me/unlocks", token, chosen(article));
    }

    /** As {@link #unlock}, without waiting, through any replica. */
    public CompletableFuture<Answer> unlockAsync(Api replica, String article) {
        return replica.postAsync("/v1/me/unlocks", token, chosen(article));
    }

    /** As {@link #read}, without waiting, through any replica. */
    public CompletableFuture<Answer> readAsync(Api replica, String article) {
        return replica.postAsync("/v1/me/reads", token, chosen(article));
    }

    /** What they paid, the last first, as their site sees it. */
    public List<JsonNode> payments() {
        Answer answer = site.api().get("/v1/readers/" + ref + "/payments", site.key());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body().path("items").valueStream().toList();
    }

    /** Begins a checkout and says where to pay. */
    public String checkout(String plan) {
        return checkoutOf("{\"plan\":\"%s\"}".formatted(plan));
    }

    /** The same with a promo code. */
    public String checkout(String plan, String promoCode) {
        return checkoutOf("{\"plan\":\"%s\",\"promoCode\":\"%s\"}".formatted(plan, promoCode));
    }

    private String checkoutOf(String body) {
        Answer begun = site.api().post("/v1/me/subscription", token, body);
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        return URI.create(begun.body().path("checkout").path("url").asString()).getPath();
    }

    /** Subscribes and pays. */
    public TestReader subscribe(String plan) {
        Answer paid = site.api().post(checkout(plan) + "/pay", null);
        assertThat(paid.status()).as(paid.text()).isEqualTo(200);
        assertThat(paid.text("status")).isEqualTo("paid");
        return this;
    }

    /** Cancels: {@code period-end} or {@code now}. */
    public Answer cancel(String effective) {
        return site.api()
                .post("/v1/me/subscription/cancellation", token, "{\"effective\":\"%s\"}".formatted(effective));
    }

    private static String chosen(String article) {
        return "{\"article\":\"%s\"}".formatted(article);
    }
}
