package io.latchkey.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.provider.IncomingEvent;
import io.latchkey.payment.provider.IncomingEvent.PaymentChanged;
import io.latchkey.payment.provider.IncomingEvent.SubscriptionChanged;
import io.latchkey.payment.provider.ProviderEvents;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderHands;
import io.latchkey.payment.provider.ProviderWorld.SignedEvent;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Round;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.billing.BillingStatus;
import io.latchkey.testing.Death;
import io.latchkey.testing.MortalConnections;
import io.latchkey.testing.TestService;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The sandbox before services that do nothing by themselves. */
public final class SandboxHands implements ProviderHands {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<IncomingEvent> EVENTS = new CopyOnWriteArrayList<>();
    private static final AtomicBoolean UNREACHABLE = new AtomicBoolean();
    private static final AtomicReference<Instant> WALL = new AtomicReference<>(Instant.EPOCH);
    private static final AtomicReference<Optional<Death>> DEATH = new AtomicReference<>(Optional.empty());

    private final String databaseUrl;
    private final List<TestService> services = new ArrayList<>();

    /** Everything lies in this database. */
    public SandboxHands(String databaseUrl) {
        this.databaseUrl = databaseUrl;
        EVENTS.clear();
        UNREACHABLE.set(false);
        WALL.set(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Not marked as configurations: the scan would find them. */
    static class Quiet {

        @Bean
        Clock wallOfTheTest() {
            return new Clock(WALL::get);
        }

        @Bean
        SandboxFaults faults() {
            return call -> UNREACHABLE.get()
                    ? Mono.error(new ProviderException(ProviderException.Reason.UNAVAILABLE, "down: " + call))
                    : Mono.empty();
        }

        /** What the sandbox tells is noted, and goes no further until it is posted. */
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

    @Import(Quiet.class)
    static class Mortal {
        @Bean
        static BeanPostProcessor mortalConnections() {
            return MortalConnections.of(DEATH.get().orElseThrow());
        }
    }

    @Override
    public TestService service(@Nullable Death death) {
        DEATH.set(Optional.ofNullable(death));
        TestService service = TestService.with(death == null ? Quiet.class : Mortal.class, databaseUrl);
        if (death == null) {
            services.addFirst(service);
        } else {
            services.addLast(service);
        }
        return service;
    }

    @Override
    public void close() {
        services.forEach(TestService::close);
    }

    @Override
    public void unreachable(boolean unreachable) {
        UNREACHABLE.set(unreachable);
    }

    @Override
    public void passes(Duration time) {
        WALL.updateAndGet(now -> now.plus(time));
    }

    @Override
    public void pay(URI page) {
        SandboxRef ref = checkout(page);
        bean(SandboxTill.class).pay(ref.reader(), ref.id()).block(PATIENCE);
    }

    @Override
    public boolean pay(TestService at, URI page) {
        return at.api().post(page.getPath() + "/pay", null).status() == 200;
    }

    @Override
    public List<SignedEvent> news() {
        List<IncomingEvent> told = List.copyOf(EVENTS);
        EVENTS.removeAll(told);
        return told.stream().map(this::signed).toList();
    }

    private SignedEvent signed(IncomingEvent event) {
        return switch (event) {
            case SubscriptionChanged it -> signed(it.id(), "subscription", it.ref());
            case PaymentChanged it -> signed(it.id(), "payment", it.ref());
            case IncomingEvent.NotOurs it -> throw new IllegalStateException(it.why());
        };
    }

    private SignedEvent signed(String id, String kind, String ref) {
        String body = "{\"id\":\"%s\",\"kind\":\"%s\",\"ref\":\"%s\"}".formatted(id, kind, ref);
        HttpHeaders headers = new HttpHeaders();
        headers.set(
                SandboxSignature.HEADER,
                bean(SandboxSignature.class).sign(body.getBytes(StandardCharsets.UTF_8), WALL.get()));
        return new SignedEvent(headers, body, WALL.get());
    }

    @Override
    public List<Long> kept(URI page) {
        return books("sandbox_payment", "payment_id", checkout(page).reader()).stream()
                .map(book -> bean(JsonMapper.class).readValue(book, SandboxPayment.class))
                .map(SandboxPayment::keptMinor)
                .toList();
    }

    @Override
    public List<String> standings(URI page) {
        return books("sandbox_subscription", "subscription_id", checkout(page).reader()).stream()
                .map(book -> bean(JsonMapper.class).readValue(book, SandboxSubscription.class))
                .map(it -> it.endedAt() != null ? "ended" : it.endsWithPeriod() ? "ending" : "live")
                .toList();
    }

    private List<String> books(String table, String id, ReaderKey reader) {
        return known(bean(DatabaseClient.class)
                .sql("SELECT book FROM %s WHERE reader_id = :reader ORDER BY %s".formatted(table, id))
                .bind("reader", reader.id())
                .mapValue(String.class)
                .all()
                .collectList());
    }

    @Override
    public void renew(URI page) {
        SandboxSubscription there = there(page);
        Duration lead = Duration.between(WALL.get(), there.paidUntil().plusSeconds(1));
        services.forEach(service -> service.bean(Clock.class).runAheadBy(lead));
        bean(SandboxTill.class).keep(there.due(bean(Clock.class).now())).block(PATIENCE);
    }

    @Override
    public void forgetsTheCancellation(URI page) {
        change(page, SandboxSubscription::undone);
    }

    @Override
    public void endsWithPeriod(URI page) {
        change(page, it -> it.canceled(bean(Clock.class).now()));
    }

    @Override
    public void ends(URI page) {
        change(page, it -> it.ended(bean(Clock.class).now()));
    }

    @Override
    public void revives(URI page) {
        change(page, it -> with(it, it.id(), it.checkout(), it.paidUntil()));
    }

    @Override
    public void doubles(URI page) {
        SandboxSubscription first = there(page);
        SandboxSubscription second = with(first, UUID.randomUUID(), UUID.randomUUID(), first.paidUntil());
        bean(SandboxTill.class)
                .keep(new SandboxSubscription.Step(second, second.plan().price().amountMinor()))
                .block(PATIENCE);
    }

    @Override
    public void loses(URI page) {
        bean(DatabaseClient.class)
                .sql("DELETE FROM sandbox_subscription WHERE subscription_id = :id")
                .bind("id", there(page).id())
                .then()
                .block(PATIENCE);
    }

    @Override
    public void unpays(URI page) {
        change(page, it -> with(it, it.id(), it.checkout(), it.periodStart()));
    }

    /** Live, and paid until then. */
    private static SandboxSubscription with(SandboxSubscription it, UUID id, UUID checkout, Instant paidUntil) {
        return new SandboxSubscription(
                id,
                it.reader(),
                checkout,
                it.plan(),
                null,
                it.zone(),
                it.anchor(),
                it.periods(),
                it.periodStart(),
                paidUntil,
                BillingStatus.RUNNING,
                false,
                null,
                0,
                false,
                null,
                null,
                null,
                null,
                it.lastPayment());
    }

    private void change(URI page, UnaryOperator<SandboxSubscription> change) {
        SandboxSubscription there = there(page);
        bean(SandboxTill.class)
                .change(new SandboxRef(SandboxRef.SUBSCRIPTION, there.reader(), there.id()), change)
                .block(PATIENCE);
    }

    private SandboxSubscription there(URI page) {
        SandboxRef ref = checkout(page);
        return known(bean(SandboxBooks.class).subscriptionOf(ref.reader(), ref.id()));
    }

    private static SandboxRef checkout(URI page) {
        List<String> path = List.of(page.getPath().split("/", -1)).reversed();
        return new SandboxRef(
                SandboxRef.CHECKOUT,
                new ReaderKey(new SiteId(path.get(2)), UUID.fromString(path.get(1))),
                UUID.fromString(path.get(0)));
    }

    /** Of one that lives. */
    private <T> T bean(Class<T> type) {
        return services.getFirst().bean(type);
    }

    private static <T> T known(Mono<T> answer) {
        T found = answer.block(PATIENCE);
        assertThat(found).isNotNull();
        return Objects.requireNonNull(found);
    }
}
