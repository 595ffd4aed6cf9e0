package io.latchkey.payment.provider;

import io.latchkey.plan.Discount;
import io.latchkey.plan.Price;
import io.latchkey.subscription.billing.Effective;
import java.net.URI;
import java.time.Instant;
import java.time.Period;
import java.util.Optional;
import org.springframework.context.annotation.Fallback;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Stands where no provider is configured: nobody can be paid. What was decided here for one that
 * was configured before waits until it is again.
 */
@Component
@Fallback
class NoProvider implements PaymentProvider {

    @Override
    public String name() {
        return "none";
    }

    @Override
    public boolean sells() {
        return false;
    }

    @Override
    public Mono<OpenedCheckout> open(CheckoutOrder order) {
        return absent();
    }

    @Override
    public Mono<BilledSubscription> changePlan(String subscription, PlanOrder plan, Effective effective, String key) {
        return absent();
    }

    @Override
    public Optional<String> cannotReduce(Price price, Period period, Discount discount) {
        return Optional.of("No payment provider is configured.");
    }

    @Override
    public Mono<BilledSubscription> reduce(String subscription, Discount discount, String key) {
        return absent();
    }

    @Override
    public Mono<Void> cancel(String subscription, Effective effective, String key) {
        return absent();
    }

    @Override
    public Mono<Void> undoCancellation(String subscription, String key) {
        return absent();
    }

    @Override
    public Mono<Void> pause(String subscription, String key) {
        return absent();
    }

    @Override
    public Mono<Void> resume(String subscription, Instant paidUntil, String key) {
        return absent();
    }

    @Override
    public Mono<Void> refund(String payment, Price amount, String key) {
        return absent();
    }

    @Override
    public Mono<URI> paymentMethodPage(String customer, URI returnTo) {
        return absent();
    }

    @Override
    public Mono<Void> forget(String customer) {
        return absent();
    }

    @Override
    public Mono<BilledSubscription> subscription(String ref) {
        return absent();
    }

    @Override
    public Mono<BilledPayment> payment(String ref) {
        return absent();
    }

    @Override
    public Flux<String> payments(String subscription) {
        return absent().thenMany(Flux.empty());
    }

    @Override
    public Flux<BilledSubscription> subscriptions() {
        return absent().thenMany(Flux.empty());
    }

    @Override
    public IncomingEvent verified(HttpHeaders headers, byte[] body, Instant now) {
        throw exception();
    }

    private static <T> Mono<T> absent() {
        return Mono.error(NoProvider::exception);
    }

    private static ProviderException exception() {
        return new ProviderException(ProviderException.Reason.ABSENT, "No payment provider is configured.");
    }
}
