package io.latchkey.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.provider.BilledDispute;
import io.latchkey.payment.provider.IncomingEvent;
import io.latchkey.payment.provider.IncomingEvent.NotOurs;
import io.latchkey.payment.provider.IncomingEvent.PaymentChanged;
import io.latchkey.payment.provider.IncomingEvent.SubscriptionChanged;
import io.latchkey.payment.provider.OpenedCheckout;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.PaymentProviderContract;
import io.latchkey.payment.provider.ProviderEvents;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderWorld;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Round;
import io.latchkey.site.SiteId;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** The sandbox keeps what the port promises. */
class SandboxContractTests extends PaymentProviderContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestService SERVICE = TestService.with(Alone.class, TestDatabase.fresh());
    private static final SiteId SITE = new SiteId(SERVICE.site("contract").id());

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    /** Whom to write to is kept in one place, which erasure knows. */
    @AfterEach
    void keepsNobodysAddress() {
        assertThat(SERVICE.bean(DatabaseClient.class)
                        .sql("SELECT count(*) FROM sandbox_checkout WHERE book::text LIKE '%@%'")
                        .mapValue(Long.class)
                        .one()
                        .block(PATIENCE))
                .isZero();
    }

    @Override
    protected ProviderWorld world() {
        return new World();
    }

    /**
     * The sandbox alone: what it tells is noted and goes no further, so that nobody here reacts.
     * Not marked as a configuration: the scan would find it.
     */
    static class Alone {

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

        @Bean
        SandboxFaults faults() {
            return _ -> World.FAULT.isEmpty() ? Mono.empty() : Mono.error(World.FAULT.getFirst());
        }
    }

    private static final class World implements ProviderWorld {

        static final List<RuntimeException> FAULT = new CopyOnWriteArrayList<>();

        @Override
        public PaymentProvider provider() {
            FAULT.clear();
            return SERVICE.bean(PaymentProvider.class);
        }

        @Override
        public ReaderKey newReader() {
            return new ReaderKey(SITE, UUID.randomUUID());
        }

        @Override
        public Instant now() {
            return SERVICE.bean(Clock.class).now();
        }

        @Override
        public void advanceTo(Instant moment) {
            SERVICE.bean(SandboxClock.class).advanceTo(moment).block(PATIENCE);
        }

        @Override
        public boolean pay(OpenedCheckout checkout) {
            SandboxRef ref = ref(SandboxRef.CHECKOUT, checkout.ref());
            return Objects.requireNonNull(SERVICE.bean(SandboxTill.class)
                    .pay(ref.reader(), ref.id())
                    .thenReturn(true)
                    .onErrorReturn(Problem.class, false)
                    .block(PATIENCE));
        }

        @Override
        public String subscriptionOf(OpenedCheckout checkout) {
            SandboxRef ref = ref(SandboxRef.CHECKOUT, checkout.ref());
            return Objects.requireNonNull(SERVICE.bean(SandboxBooks.class)
                            .subscriptionOf(ref.reader(), ref.id())
                            .block(PATIENCE))
                    .ref();
        }

        @Override
        public String paymentOf(OpenedCheckout checkout) {
            SandboxRef ref = ref(SandboxRef.CHECKOUT, checkout.ref());
            return Objects.requireNonNull(SERVICE.bean(SandboxBooks.class)
                            .lastPayment(ref.reader(), ref.id())
                            .block(PATIENCE))
                    .ref();
        }

        @Override
        public void cardDeclines(String subscription, boolean declines) {
            SERVICE.bean(SandboxTill.class)
                    .change(ref(SandboxRef.SUBSCRIPTION, subscription), it -> it.card(declines))
                    .block(PATIENCE);
        }

        @Override
        public void dispute(String payment) {
            SandboxRef ref = ref(SandboxRef.PAYMENT, payment);
            SERVICE.bean(SandboxBooks.class)
                    .payment(ref.reader(), ref.id())
                    .flatMap(it -> SERVICE.bean(SandboxTill.class).change(it.calledBack(now())))
                    .block(PATIENCE);
        }

        @Override
        public void decide(String payment, BilledDispute.Status verdict) {
            SandboxRef ref = ref(SandboxRef.PAYMENT, payment);
            SERVICE.bean(SandboxBooks.class)
                    .payment(ref.reader(), ref.id())
                    .flatMap(it -> SERVICE.bean(SandboxTill.class).change(it.decided(verdict)))
                    .block(PATIENCE);
        }

        @Override
        public void unreachable(boolean unreachable) {
            FAULT.clear();
            if (unreachable) {
                FAULT.add(new ProviderException(ProviderException.Reason.UNAVAILABLE, "away"));
            }
        }

        @Override
        public List<SignedEvent> eventsAfter(int seen) {
            return Alone.EVENTS.stream().skip(seen).map(World::signed).toList();
        }

        private static SignedEvent signed(IncomingEvent event) {
            return switch (event) {
                case SubscriptionChanged it -> signed(it.id(), "subscription", it.ref());
                case PaymentChanged it -> signed(it.id(), "payment", it.ref());
                case NotOurs it -> signed(it.id(), "", it.why());
            };
        }

        private static SignedEvent signed(String id, String kind, String ref) {
            String body = "{\"id\":\"%s\",\"kind\":\"%s\",\"ref\":\"%s\"}".formatted(id, kind, ref);
            Instant now = SERVICE.bean(Clock.class).tokenTime();
            HttpHeaders headers = new HttpHeaders();
            headers.set(
                    SandboxSignature.HEADER,
                    SERVICE.bean(SandboxSignature.class).sign(body.getBytes(StandardCharsets.UTF_8), now));
            return new SignedEvent(headers, body, now);
        }

        private static SandboxRef ref(String kind, String text) {
            return SandboxRef.parse(kind, text).orElseThrow();
        }
    }
}
