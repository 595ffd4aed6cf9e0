package io.latchkey.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.lifecycle.Life.Beginning;
import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One reader of the running service, moved through its API alone. */
final class Served {

    private final TestService service;
    private final TestSite site;
    private final TestReader reader;
    private final TestSubscriber subscriber;
    private final List<String> pages = new ArrayList<>();
    private Instant now;
    private int articles;

    Served(TestService service, Beginning beginning) {
        this.service = service;
        this.now = beginning.at();
        this.site = service.site("life")
                .settings("\"timeZone\":\"%s\",\"graceDays\":%d"
                        .formatted(beginning.zone().getId(), beginning.graceDays()))
                .promoCode("HALF", "{\"percent\":50}");
        for (Tariff tariff : Tariff.values()) {
            site.plan(tariff.name(), tariff.body());
        }
        this.reader = site.reader("ada");
        this.subscriber = new TestSubscriber(reader, "");
    }

    /** Business time, which stands still between two advances. */
    static Instant now(TestService service) {
        return service.advance("PT0S");
    }

    void advance(Instant to) {
        now = service.advance(Duration.between(now, to).toString());
        assertThat(now).isEqualTo(to);
    }

    /** What follows from its answers, and what has fallen due by them, is done at once. */
    void work() {
        service.settle();
        service.advance("PT0S");
    }

    /** Begins a checkout, with the code or without, and pays on it or leaves it. */
    boolean buy(Tariff tariff, boolean pays, boolean cheaper) {
        Answer begun = api().post(
                        "/v1/me/subscription",
                        reader.token(),
                        "{\"plan\":\"%s\"%s}".formatted(tariff.name(), cheaper ? ",\"promoCode\":\"HALF\"" : ""));
        if (begun.status() != 201) {
            assertThat(begun.code()).isIn("already-subscribed", "promo-code-already-used");
            return false;
        }
        pages.add(
                URI.create(begun.body().path("checkout").path("url").asString()).getPath());
        return !pays || pay(pages.size() - 1);
    }

    boolean pay(int page) {
        Answer paid = at(page, "pay");
        assertThat(paid.status()).as(paid.text()).isIn(200, 409);
        return paid.status() == 200;
    }

    void card(boolean declines) {
        for (int page = 0; page < pages.size(); page++) {
            ok(at(page, "card/" + (declines ? "declines" : "pays")));
        }
    }

    void dispute(int page) {
        ok(at(page, "dispute"));
    }

    boolean changePlan(Tariff tariff) {
        return ok(subscriber.choose(tariff.name()), 200);
    }

    boolean cancel(boolean atOnce) {
        Answer answer = reader.cancel(atOnce ? "now" : "period-end");
        return answer.status() != 200 && ok(answer, 201);
    }

    boolean undo() {
        return ok(subscriber.undo(), 200);
    }

    boolean pause(@Nullable Instant until) {
        return ok(subscriber.pause(until == null ? "{}" : "{\"until\":\"%s\"}".formatted(until)), 200);
    }

    boolean resume() {
        return ok(subscriber.resume(), 200);
    }

    boolean give(Tariff tariff, @Nullable Integer periods) {
        String gift = periods == null ? "\"source\":\"comp\"" : "\"source\":\"gift\",\"periods\":" + periods;
        return ok(
                api().send(api().request("/v1/readers/ada/subscription", site.key())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString("{\"plan\":\"%s\",%s}".formatted(tariff.name(), gift)))
                        .build()),
                201);
    }

    boolean takeBack() {
        return ok(api().delete("/v1/readers/ada/subscription", site.key()), 200);
    }

    /** Spends an unlock, if one is left. */
    boolean unlock() {
        String article = "article-" + ++articles;
        site.article(article, "premium", "other");
        Answer answer = reader.unlock(article);
        assertThat(answer.status()).as(answer.text()).isIn(201, 402);
        return answer.status() == 201;
    }

    /** The present subscription or the last; null when there never was one. */
    @Nullable
    JsonNode subscription() {
        Answer answer = api().get("/v1/me/subscription", reader.token());
        assertThat(answer.status()).as(answer.text()).isIn(200, 404);
        return answer.status() == 404 ? null : answer.body();
    }

    long unlockLeft() {
        return reader.unlockLeft();
    }

    List<JsonNode> payments() {
        return all("/v1/readers/ada/payments", site.key());
    }

    List<JsonNode> receipts() {
        return all("/v1/me/receipts", reader.token());
    }

    /** Ends what runs, so that it does not go on in the lives of others. */
    void over() {
        ok(api().delete("/v1/me", reader.token()), 202);
        work();
    }

    private List<JsonNode> all(String path, String credential) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = api().get(path + "?limit=100" + cursor, credential);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            page.body().path("items").forEach(all::add);
            JsonNode next = page.body().path("next");
            cursor = next.isString() ? "&cursor=" + next.asString() : "";
        } while (!cursor.isEmpty());
        return all;
    }

    private Answer at(int page, String button) {
        return api().post(pages.get(page) + "/" + button, null);
    }

    private static void ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    /** A refusal is one that a reader can do something about. */
    private static boolean ok(Answer answer, int expected) {
        assertThat(answer.status()).as(answer.text()).isIn(expected, 402, 404, 409);
        return answer.status() == expected;
    }

    private Api api() {
        return site.api();
    }
}
