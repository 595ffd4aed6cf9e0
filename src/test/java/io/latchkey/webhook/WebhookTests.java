package io.latchkey.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.event.Counted;
import io.latchkey.event.EventLog;
import io.latchkey.event.EventRelay;
import io.latchkey.event.Subscribers;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.ByHand;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.webhook.Receiver.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What webhooks are sent, and what becomes of those that do not take it. */
@Tag("oldest")
class WebhookTests {

    private static final AtomicReference<Instant> WALL = new AtomicReference<>(Instant.parse("2026-03-01T00:00:00Z"));
    private static final TestService SERVICE =
            TestService.with(Walls.class, TestDatabase.fresh(), "--latchkey.webhook.private-addresses=true");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Receiver receiver = new Receiver();
    private final TestSite site = SERVICE.site("hooked");
    private final UUID reader = Ids.next();

    static class Walls {
        @Bean
        Clock wallOfTheTest() {
            return new Clock(WALL::get);
        }
    }

    @AfterAll
    static void end() {
        SERVICE.close();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void anEventArrivesSignedAsStandardWebhooksSay() throws GeneralSecurityException {
        Answer made = hook("/hook", "");
        append(reader, "subscription.started", 1);
        append(reader, "subscription.started", 2);
        run();

        List<Request> requests = receiver.at("/hook");
        assertThat(requests).hasSize(2);
        Request first = requests.getFirst();
        JsonNode body = JSON.readTree(first.body());
        assertThat(body.propertyNames())
                .containsExactlyInAnyOrder("id", "type", "occurredAt", "site", "reader", "data");
        assertThat(body.path("id").asString()).isEqualTo(first.id());
        assertThat(body.path("reader").asString()).isEqualTo(reader.toString());
        assertThat(body.path("data").path("n").asInt()).isEqualTo(1);
        assertThat(requests.get(1).body()).contains("\"n\":2");
        assertThat(first.timestamp()).isEqualTo(Long.toString(WALL.get().getEpochSecond()));
        assertThat(first.signature()).isEqualTo(signature(made.text("secret"), first));
        assertThat(SERVICE.api().get("/v1/site/webhooks", site.key()).text())
                .doesNotContain("whsec_")
                .contains("\"working\"");
    }

    @Test
    void theIndependentSignatureIsThePublishedOne() throws GeneralSecurityException {
        // The example of the Standard Webhooks libraries.
        String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        String body = "{\"test\": 2432232314}";
        String expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        Request example = new Request("", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", expected, body);

        assertThat(signature(secret, example)).isEqualTo(expected);
        WebhookSecret ours = new WebhookSecret(Base64.getDecoder().decode(secret.substring("whsec_".length())));
        assertThat(ours.sign(example.id(), 1614265330, body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(expected);
    }

    @Test
    void aRolledSecretSignsBesideTheFormerForADay() throws GeneralSecurityException {
        Answer made = hook("/hook", "");
        Answer rolled = post(made, "secret");
        append(reader, "subscription.started", 1);
        run();
        moveWall(Duration.ofHours(25));
        append(reader, "subscription.started", 2);
        run();

        Request both = receiver.at("/hook").getFirst();
        assertThat(both.signature())
                .isEqualTo(signature(rolled.text("secret"), both) + " " + signature(made.text("secret"), both));
        Request one = receiver.at("/hook").get(1);
        assertThat(one.signature()).isEqualTo(signature(rolled.text("secret"), one));
    }

    @Test
    void onlyTheTypesAndTheSiteThatWereAskedForAreSent() {
        TestSite theirs = SERVICE.site("unhooked");
        Answer made = hook("/hook", ",\"types\":[\"subscription.started\"]");
        append(reader, "subscription.paused", 1);
        Counted.append(log(), new SiteId(theirs.id()), reader, "subscription.started", 0)
                .block();
        run();

        assertThat(receiver.requests).isEmpty();
        String path = "/v1/site/webhooks/" + made.text("id");
        assertThat(SERVICE.api().delete(path, theirs.key()).code()).isEqualTo("unknown-webhook");
        for (String action : List.of("enabling", "secret")) {
            assertThat(SERVICE.api().post(path + "/" + action, theirs.key()).code())
                    .isEqualTo("unknown-webhook");
        }
        assertThat(SERVICE.api().get("/v1/site/webhooks", theirs.key()).body().path("items"))
                .isEmpty();
        assertThat(SERVICE.api().delete(path, site.key()).status()).isEqualTo(204);
    }

    @Test
    void refusesTypesThatNobodyTellsAndNamesThoseThatThereAre() {
        for (String wrong : List.of(
                "subscription.cancelled",
                "subscription",
                "subscription.",
                "subscriptions.*",
                "sub*",
                "*",
                "*.canceled",
                "")) {
            Answer refused = add("/hook", ",\"types\":[\"payment.received\",\"%s\"]".formatted(wrong));
            assertThat(refused.status()).as(wrong).isEqualTo(400);
            assertThat(refused.code()).as(wrong).isEqualTo("invalid-body");
            assertThat(refused.text("detail"))
                    .contains("checkout.paid, checkout.refunded, ")
                    .contains("subscription.*");
        }
        assertThat(SERVICE.api().get("/v1/site/webhooks", site.key()).body().path("items"))
                .isEmpty();
    }

    @Test
    void allOfAKindAreSentAndReplayed() {
        Answer made = hook("/hook", ",\"types\":[\"subscription.*\",\"payment.received\"]");
        Instant since = SERVICE.bean(Clock.class).now();
        append(reader, "subscription.started", 1);
        append(reader, "subscription.paused", 2);
        append(reader, "payment.received", 3);
        append(reader, "payment.refunded", 4);
        append(reader, "receipt.issued", 5);
        run();
        assertThat(receiver.at("/hook")).hasSize(3);
        moveWall(Duration.ofSeconds(1));

        Answer replayed = replay(made, since);
        run();

        assertThat(replayed.body().path("events").asInt()).isEqualTo(3);
        assertThat(receiver.at("/hook")).hasSize(6);
    }

    @Test
    void whatIsNoSitesToKnowIsNeitherSentNorReplayed() {
        Answer all = hook("/all", "");
        Answer kind = hook("/kind", ",\"types\":[\"refund.*\"]");
        Instant since = SERVICE.bean(Clock.class).now();
        append(reader, "refund.refused", 1);
        Counted.appendInner(log(), new SiteId(site.id()), reader, "refund.wanted", 2)
                .block();
        run();
        moveWall(Duration.ofSeconds(1));
        for (Answer made : List.of(all, kind)) {
            assertThat(replay(made, since).body().path("events").asInt()).isEqualTo(1);
        }
        run();
        for (String path : List.of("/all", "/kind")) {
            assertThat(receiver.at(path)).hasSize(2).allMatch(it -> it.body().contains("refund.refused"));
        }
    }

    @Test
    void oneReadersFailureHoldsUpThatReaderOnlyAndInOrder() {
        UUID another = Ids.next();
        hook("/hook", "");
        receiver.answers.put(reader.toString(), 500);
        append(reader, "subscription.started", 1);
        append(reader, "subscription.started", 2);
        append(another, "subscription.started", 3);
        run();

        assertThat(receiver.requests.stream().filter(it -> it.body().contains("\"n\":2")))
                .isEmpty();
        assertThat(receiver.requests.stream().filter(it -> it.body().contains("\"n\":3")))
                .hasSize(1);
        receiver.answers.clear();
        receiver.requests.clear();
        moveWall(Duration.ofMinutes(1));
        run();
        assertThat(receiver.requests).hasSize(2);
        assertThat(receiver.requests.get(0).body()).contains("\"n\":1");
        assertThat(receiver.requests.get(1).body()).contains("\"n\":2");
    }

    @Test
    void whatFailsForThreeDaysIsDisabledWithANotice() {
        Answer made = hook("/hook", ",\"types\":[\"subscription.started\"]");
        hook("/notices", ",\"types\":[\"webhook.disabled\"]");
        receiver.answers.put("subscription.started", 503);
        append(reader, "subscription.started", 1);
        run();
        assertThat(listed(made).path("status").asString()).isEqualTo("failing");
        assertThat(listed(made).path("lastFailure").asString()).isEqualTo("answered 503");
        moveWall(Duration.ofHours(71));
        run();
        assertThat(listed(made).path("status").asString()).isEqualTo("failing");

        moveWall(Duration.ofHours(2));
        run();
        assertThat(listed(made).path("status").asString()).isEqualTo("disabled");
        assertThat(receiver.at("/notices")).hasSize(1);
        assertThat(receiver.at("/notices").getFirst().body())
                .contains(made.text("id"))
                .doesNotContain("reader");
        int before = receiver.requests.size();
        append(reader, "subscription.started", 2);
        moveWall(Duration.ofHours(2));
        run();
        assertThat(receiver.requests).hasSize(before);

        receiver.answers.clear();
        assertThat(post(made, "enabling").text("status")).isEqualTo("working");
        append(reader, "subscription.started", 3);
        run();
        assertThat(receiver.requests.getLast().body()).contains("\"n\":3");
    }

    @Test
    void whoeverSaysGoneIsNotAskedAgain() {
        Answer made = hook("/hook", "");
        receiver.answers.put("subscription.started", 410);
        append(reader, "subscription.started", 1);
        run();

        assertThat(listed(made).path("status").asString()).isEqualTo("disabled");
    }

    @Test
    void nothingWaitsForOneThatIsDisabledOrDeleted() {
        Answer made = hook("/hook", "");
        receiver.answers.put("subscription.started", 410);
        append(reader, "subscription.started", 1);
        assertThat(waits(made)).isTrue();
        run();
        append(reader, "subscription.started", 2);
        assertThat(waits(made)).as("disabled").isFalse();

        receiver.answers.clear();
        post(made, "enabling");
        append(reader, "subscription.started", 3);
        assertThat(waits(made)).as("enabled").isTrue();
        run();
        SERVICE.api().delete("/v1/site/webhooks/" + made.text("id"), site.key());
        append(reader, "subscription.started", 4);
        assertThat(waits(made)).as("deleted").isFalse();
    }

    @Test
    void enablingWhatWorksChangesNothing() {
        Answer made = hook("/hook", ",\"types\":[\"subscription.started\"]");
        assertThat(post(made, "enabling").text("status")).isEqualTo("working");
        append(reader, "subscription.paused", 1);
        append(reader, "subscription.started", 2);
        run();

        assertThat(receiver.at("/hook")).hasSize(1);
    }

    @Test
    void redirectsAreNotFollowed() {
        Answer made = hook("/hook", "");
        receiver.answers.put("subscription.started", 307);
        append(reader, "subscription.started", 1);
        run();

        assertThat(receiver.at("/hook")).hasSize(1);
        assertThat(receiver.at("/elsewhere")).isEmpty();
        assertThat(listed(made).path("lastFailure").asString()).isEqualTo("answered 307");
    }

    @Test
    void aReplaySendsTheSameEventsAgainInOrder() {
        Answer made = hook("/hook", "");
        Instant since = SERVICE.bean(Clock.class).now();
        append(reader, "subscription.started", 1);
        moveWall(Duration.ofSeconds(1));
        append(reader, "subscription.started", 2);
        run();
        moveWall(Duration.ofSeconds(1));
        Answer replayed = replay(made, since);
        run();

        assertThat(replayed.status()).as(replayed.text()).isEqualTo(202);
        assertThat(replayed.body().path("events").asInt()).isEqualTo(2);
        List<String> ids = receiver.at("/hook").stream().map(Request::id).toList();
        assertThat(ids).hasSize(4);
        assertThat(ids.subList(2, 4)).isEqualTo(ids.subList(0, 2));
    }

    @Test
    void aReplayReachesEveryReader() {
        Answer made = hook("/hook", "");
        Instant since = SERVICE.bean(Clock.class).now();
        List<UUID> readers = List.of(Ids.next(), Ids.next(), Ids.next());
        readers.forEach(each -> {
            append(each, "subscription.started", 1);
            append(each, "subscription.started", 2);
        });
        run();
        moveWall(Duration.ofSeconds(1));
        receiver.requests.clear();

        Answer replayed = replay(made, since);
        run();

        assertThat(replayed.body().path("events").asInt()).isEqualTo(6);
        readers.forEach(each -> assertThat(receiver.requests.stream()
                        .map(Request::body)
                        .filter(body -> body.contains(each.toString()))
                        .map(body -> JSON.readTree(body).path("data").path("n").asInt()))
                .containsExactly(1, 2));
    }

    @Test
    void aSiteHasAtMostTen() {
        for (int i = 0; i < 10; i++) {
            hook("/hook", "");
        }
        Answer refused = add("/hook", "");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("too-many-webhooks");
    }

    private Answer replay(Answer made, Instant since) {
        return SERVICE.api()
                .post(
                        "/v1/site/webhooks/" + made.text("id") + "/replay",
                        site.key(),
                        "{\"since\":\"%s\"}".formatted(since));
    }

    private Answer hook(String path, String more) {
        Answer made = add(path, more);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made;
    }

    private Answer add(String path, String more) {
        return SERVICE.api()
                .post("/v1/site/webhooks", site.key(), "{\"url\":\"%s\"%s}".formatted(receiver.url(path), more));
    }

    private Answer post(Answer made, String action) {
        Answer done = SERVICE.api().post("/v1/site/webhooks/" + made.text("id") + "/" + action, site.key());
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        return done;
    }

    private JsonNode listed(Answer made) {
        for (JsonNode item :
                SERVICE.api().get("/v1/site/webhooks", site.key()).body().path("items")) {
            if (item.path("id").asString().equals(made.text("id"))) {
                return item;
            }
        }
        throw new AssertionError("not listed");
    }

    private boolean waits(Answer made) {
        return Boolean.TRUE.equals(
                log().owes(Subscribers.queue(UUID.fromString(made.text("id"))), new SiteId(site.id()), reader)
                        .block());
    }

    private void append(UUID whose, String type, int n) {
        Counted.append(log(), new SiteId(site.id()), whose, type, n).block();
    }

    private static EventLog log() {
        return SERVICE.bean(EventLog.class);
    }

    private static void run() {
        ByHand.run(SERVICE.bean(EventRelay.class).run());
        ByHand.run(SERVICE.bean(EventRelay.class).run());
    }

    private static void moveWall(Duration amount) {
        WALL.updateAndGet(wall -> wall.plus(amount));
    }

    /** The scheme by its specification, apart from the code that is tested. */
    private static String signature(String secret, Request request) throws GeneralSecurityException {
        byte[] key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signed = request.id() + "." + request.timestamp() + "." + request.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }
}
