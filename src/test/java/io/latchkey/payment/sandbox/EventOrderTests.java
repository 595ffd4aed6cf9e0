package io.latchkey.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.provider.IncomingEvent;
import io.latchkey.payment.provider.IncomingEvent.NotOurs;
import io.latchkey.payment.provider.IncomingEvent.PaymentChanged;
import io.latchkey.payment.provider.IncomingEvent.SubscriptionChanged;
import io.latchkey.payment.provider.ProviderEvents;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Round;
import io.latchkey.site.SiteId;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.ByHand;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Subscriptions live the same life at the provider, and each of their events reaches us by HTTP in
 * an order of its own: some in time, some late, some twice (rule 11). All end the same.
 */
class EventOrderTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Events are noted and go no further until they are posted. */
    static class Withheld {

        static final List<IncomingEvent> EVENTS = new CopyOnWriteArrayList<>();

        @Bean
        @Primary
        ProviderEvents noted() {
            return new ProviderEvents() {
                @Override
                public Mono<Void> store(String provider, IncomingEvent event) {
                    return Mono.fromRunnable(() -> EVENTS.add(event));
                }

                @Override
                public Mono<Round> applyDue() {
                    return Mono.just(new Round(0, 0));
                }
            };
        }
    }

    /** A reader's subscription there, and its events that have not reached us yet. */
    private record Life(TestSubscriber subscriber, UUID checkout, List<IncomingEvent> withheld) {

        ReaderKey reader() {
            List<String> path = List.of(subscriber.checkout().split("/", -1)).reversed();
            return new ReaderKey(new SiteId(path.get(2)), UUID.fromString(path.get(1)));
        }
    }

    private final Random random = new Random(20_271_124);

    @Test
    void endsTheSameInWhateverOrderEventsCome() {
        endsTheSame(20);
    }

    @Tag("torture")
    @Test
    void endsTheSameForTwoHundredInWhateverOrderEventsCome() {
        endsTheSame(200);
    }

    private void endsTheSame(int subscriptions) {
        try (TestService service = TestService.with(Withheld.class, TestDatabase.fresh())) {
            TestSite site = service.site("orders").settings("\"graceDays\":3").plan("tried", """
                {"kind":"subscription","name":"Tried","period":"P1M",
                 "trial":"P14D","price":{"amountMinor":900,"currency":"EUR"}}
                """);
            List<Life> lives = begun(service, site, subscriptions);
            Instant trialEnd = there(service, lives.getFirst()).paidUntil();
            stage(service, lives, trialEnd.plusSeconds(60));
            Instant firstEnd = there(service, lives.getFirst()).paidUntil();
            lives.forEach(life -> change(service, life, true));
            stage(service, lives, firstEnd.plusSeconds(60));
            lives.forEach(life -> change(service, life, false));
            stage(service, lives, firstEnd.plus(Duration.ofDays(2)));
            lives.forEach(life -> cancelThere(service, life));
            Instant secondEnd = there(service, lives.getLast()).paidUntil();
            stage(service, lives, secondEnd.plus(Duration.ofHours(1)));
            lives.forEach(life -> deliverTheRest(service, life));
            apply(service);
            advanceTo(service, secondEnd.plus(Duration.ofDays(10)));

            for (Life life : lives) {
                JsonNode subscription = life.subscriber().subscription();
                String who = life.subscriber().reader().ref();
                assertThat(subscription.path("status").asString()).as(who).isEqualTo("expired");
                assertThat(Instant.parse(subscription.path("paidUntil").asString()))
                        .as(who)
                        .isEqualTo(there(service, life).paidUntil());
                assertThat(receipts(life).map(it -> it.path("kind").asString()))
                        .as(who)
                        .containsExactlyInAnyOrder("purchase", "purchase", "cancellation");
                assertThat(purchasedUntil(life))
                        .as("what the signed receipts of %s say", who)
                        .containsExactlyInAnyOrder(
                                there(service, life).periodStart(),
                                there(service, life).paidUntil());
            }
        }
    }

    private List<Life> begun(TestService service, TestSite site, int subscriptions) {
        List<Life> lives = new ArrayList<>();
        for (int i = 0; i < subscriptions; i++) {
            TestSubscriber subscriber = TestSubscriber.deciding(site.reader("reader-" + i), "tried");
            String path = subscriber.checkout();
            UUID checkout = UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
            Life life = new Life(subscriber, checkout, new ArrayList<>());
            service.bean(SandboxTill.class).pay(life.reader(), checkout).block(PATIENCE);
            lives.add(life);
        }
        return lives;
    }

    /** Time goes on at the provider; some of what it told reaches us. */
    private void stage(TestService service, List<Life> lives, Instant until) {
        deliverSome(service, lives);
        advanceTo(service, until);
        deliverSome(service, lives);
    }

    private void deliverSome(TestService service, List<Life> lives) {
        for (Life life : lives) {
            gather(life);
            if (!life.withheld().isEmpty() && random.nextInt(3) == 0) {
                int which = random.nextInt(life.withheld().size());
                post(service, life.withheld().remove(which));
            }
        }
        apply(service);
    }

    private void deliverTheRest(TestService service, Life life) {
        gather(life);
        List<IncomingEvent> rest = new ArrayList<>(life.withheld());
        rest.addAll(life.withheld().subList(0, life.withheld().size() / 2));
        Collections.shuffle(rest, random);
        rest.forEach(event -> post(service, event));
    }

    /** What the sandbox told of this reader since. */
    private static void gather(Life life) {
        String reader = life.reader().id().toString();
        List<IncomingEvent> mine = Withheld.EVENTS.stream()
                .filter(event -> ref(event).contains(reader))
                .toList();
        life.withheld().addAll(mine);
        Withheld.EVENTS.removeAll(mine);
    }

    private static String ref(IncomingEvent event) {
        return switch (event) {
            case SubscriptionChanged changed -> changed.ref();
            case PaymentChanged changed -> changed.ref();
            case NotOurs other -> other.why();
        };
    }

    private static void post(TestService service, IncomingEvent event) {
        String kind = event instanceof PaymentChanged ? "payment" : "subscription";
        String body = "{\"id\":\"%s\",\"kind\":\"%s\",\"ref\":\"%s\"}".formatted(event.id(), kind, ref(event));
        String signature = service.bean(SandboxSignature.class)
                .sign(
                        body.getBytes(StandardCharsets.UTF_8),
                        service.bean(Clock.class).tokenTime());
        Answer answer = service.api()
                .send(service.api()
                        .request("/v1/payments/sandbox/events", null)
                        .header("Content-Type", "application/json")
                        .header(SandboxSignature.HEADER, signature)
                        .POST(BodyPublishers.ofString(body))
                        .build());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    /** The inbox itself, not the one that notes. */
    private static void apply(TestService service) {
        service.beans(ProviderEvents.class).forEach(events -> ByHand.run(events.applyDue()));
    }

    private static void change(TestService service, Life life, boolean declines) {
        there(service, life, it -> it.card(declines));
    }

    private static void cancelThere(TestService service, Life life) {
        Instant now = service.bean(Clock.class).now();
        there(service, life, it -> it.canceled(now));
    }

    private static void there(TestService service, Life life, UnaryOperator<SandboxSubscription> change) {
        SandboxSubscription it = there(service, life);
        service.bean(SandboxTill.class)
                .change(new SandboxRef(SandboxRef.SUBSCRIPTION, it.reader(), it.id()), change)
                .block(PATIENCE);
    }

    private static SandboxSubscription there(TestService service, Life life) {
        return Objects.requireNonNull(service.bean(SandboxBooks.class)
                .subscriptionOf(life.reader(), life.checkout())
                .block(PATIENCE));
    }

    private static void advanceTo(TestService service, Instant moment) {
        service.bean(SandboxClock.class).advanceTo(moment).block(PATIENCE);
    }

    private static List<Instant> purchasedUntil(Life life) {
        return receipts(life)
                .filter(receipt -> receipt.path("kind").asString().equals("purchase"))
                .map(receipt -> Instant.parse(receipt.path("accessUntil").asString()))
                .toList();
    }

    private static Stream<JsonNode> receipts(Life life) {
        return life.subscriber()
                .reader()
                .site()
                .api()
                .get("/v1/me/receipts", life.subscriber().reader().token())
                .body()
                .path("items")
                .valueStream();
    }
}
