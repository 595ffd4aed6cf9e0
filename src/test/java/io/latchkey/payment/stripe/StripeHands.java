package io.latchkey.payment.stripe;

import io.latchkey.payment.provider.ProviderHands;
import io.latchkey.payment.provider.ProviderWorld.SignedEvent;
import io.latchkey.shared.time.Clock;
import io.latchkey.testing.Death;
import io.latchkey.testing.MortalConnections;
import io.latchkey.testing.TestService;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import reactor.core.publisher.Mono;

/** A stand-in for Stripe before services that do nothing by themselves. */
final class StripeHands implements ProviderHands {

    /** How long a call may take: the contract tries one that takes longer. */
    private static final Duration IMPATIENT = Duration.ofMillis(1_500);

    private static final AtomicReference<Instant> WALL = new AtomicReference<>(Instant.EPOCH);
    private static final AtomicReference<Optional<Death>> DEATH = new AtomicReference<>(Optional.empty());

    final StandIn stripe = new StandIn(WALL::get);
    private final String databaseUrl;
    private final List<TestService> services = new ArrayList<>();
    private int told;

    /** Everything lies in this database. */
    StripeHands(String databaseUrl) {
        this.databaseUrl = databaseUrl;
        WALL.set(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Not marked as configurations: the scan would find them. */
    static class Quiet {

        @Bean
        Clock wallOfTheTest() {
            return new Clock(WALL::get);
        }

        @Bean
        @Primary
        Reborn reborn(StripeSettings settings) {
            return new Reborn(settings);
        }
    }

    @Import(Quiet.class)
    static class Mortal {
        @Bean
        static BeanPostProcessor mortalConnections() {
            return MortalConnections.of(DEATH.get().orElseThrow());
        }
    }

    /** Whoever is started again knows nothing of calls that failed. */
    static class Reborn extends StripeCalls {

        private final StripeSettings settings;
        private final AtomicReference<StripeCalls> present;

        Reborn(StripeSettings settings) {
            super(settings, IMPATIENT);
            this.settings = settings;
            this.present = new AtomicReference<>(new StripeCalls(settings, IMPATIENT));
        }

        @Override
        <T> Mono<T> read(Call<T> call) {
            return present.get().read(call);
        }

        @Override
        <T> Mono<T> write(String key, Call<T> call) {
            return present.get().write(key, call);
        }

        void again() {
            present.getAndSet(new StripeCalls(settings, IMPATIENT)).stop();
        }

        @Override
        void stop() {
            present.get().stop();
            super.stop();
        }
    }

    @Override
    public TestService service(@Nullable Death death) {
        DEATH.set(Optional.ofNullable(death));
        if (death != null) {
            stripe.calledBy(new StandIn.Caller() {
                @Override
                public boolean isDead() {
                    return death.hasCome();
                }

                @Override
                public void answered() {
                    death.step();
                }
            });
        }
        TestService service = TestService.with(
                death == null ? Quiet.class : Mortal.class,
                databaseUrl,
                "--latchkey.payment-provider=stripe",
                "--latchkey.stripe.secret-key=" + StripeWiring.KEY,
                "--latchkey.stripe.webhook-secret=" + StandIn.SECRET,
                "--latchkey.stripe.api-base=" + stripe.address());
        services.add(service);
        return service;
    }

    @Override
    public void close() {
        services.forEach(TestService::close);
        stripe.close();
    }

    @Override
    public void unreachable(boolean unreachable) {
        stripe.unreachable(unreachable);
        if (!unreachable) {
            rest();
        }
    }

    @Override
    public void passes(Duration time) {
        WALL.updateAndGet(now -> now.plus(time));
        rest();
    }

    /** What failed long ago counts no more. */
    private void rest() {
        services.forEach(service -> service.bean(Reborn.class).again());
    }

    @Override
    public void pay(URI page) {
        StandInSession session = session(page);
        if (!session.isPaid()) {
            stripe.desk.pay(session);
        }
    }

    @Override
    public boolean pay(TestService at, URI page) {
        pay(page);
        return true;
    }

    @Override
    public List<SignedEvent> news() {
        List<StandIn.Sent> news = stripe.sent.stream().skip(told).toList();
        told += news.size();
        return news.stream()
                .map(it -> stripe.signed(it.body()))
                .map(it -> new SignedEvent(it.headers(), it.body(), it.at()))
                .toList();
    }

    @Override
    public List<Long> kept(URI page) {
        return stripe.books.invoices.stream()
                .filter(it -> sameReader(it.subscription, page))
                .flatMap(it -> Optional.ofNullable(it.payment).stream())
                .map(it -> it.amountMinor - it.refundedMinor)
                .toList();
    }

    @Override
    public List<String> standings(URI page) {
        return stripe.books.subscriptions.values().stream()
                .filter(it -> sameReader(it, page))
                .map(it -> !it.live() ? "ended" : it.cancelAtPeriodEnd ? "ending" : "live")
                .toList();
    }

    private boolean sameReader(StandInSubscription there, URI page) {
        return session(page).dataMetadata.getOrDefault("reader", "").equals(there.metadata.get("reader"));
    }

    @Override
    public void renew(URI page) {
        stripe.books.advanceTo(there(page).end.plus(Duration.ofMinutes(61)));
        Duration lead = Duration.between(WALL.get(), stripe.books.now());
        services.forEach(service -> service.bean(Clock.class).runAheadBy(lead));
        rest();
    }

    @Override
    public void forgetsTheCancellation(URI page) {
        StandInSubscription there = there(page);
        there.cancelAtPeriodEnd = false;
        there.cancelReason = null;
        stripe.books.tell("customer.subscription.updated", there);
    }

    @Override
    public void endsWithPeriod(URI page) {
        StandInSubscription there = there(page);
        there.cancelAtPeriodEnd = true;
        stripe.books.tell("customer.subscription.updated", there);
    }

    @Override
    public void ends(URI page) {
        there(page).cancelReason = null;
        stripe.books.end(there(page));
    }

    @Override
    public void revives(URI page) {
        StandInSubscription there = there(page);
        there.status = "active";
        there.endedAt = null;
        stripe.books.tell("customer.subscription.updated", there);
    }

    @Override
    public void doubles(URI page) {
        StandInSubscription first = there(page);
        StandInSubscription second =
                new StandInSubscription(stripe.books.id("sub"), first.customer, first.price, stripe.books.now());
        second.metadata.putAll(first.metadata);
        stripe.books.begin(second, null);
    }

    @Override
    public void loses(URI page) {
        stripe.books.subscriptions.remove(there(page).id);
    }

    @Override
    public void unpays(URI page) {
        StandInSubscription there = there(page);
        stripe.books.invoices.stream().filter(it -> it.subscription == there).forEach(it -> it.status = "void");
    }

    /** Stripe tells everything once more. */
    void tellsAgain() {
        told = 0;
    }

    StandInSession session(URI page) {
        String path = page.getPath();
        return stripe.desk.session(path.substring(path.lastIndexOf('/') + 1));
    }

    StandInSubscription there(URI page) {
        return stripe.desk.subscription(session(page).bought());
    }
}
