package io.latchkey.payment.stripe;

import com.stripe.model.Subscription;
import io.latchkey.payment.provider.BilledPayment;
import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.payment.provider.CheckoutOrder;
import io.latchkey.payment.provider.IncomingEvent;
import io.latchkey.payment.provider.OpenedCheckout;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import io.latchkey.payment.stripe.unit.StripeLimits;
import io.latchkey.plan.Discount;
import io.latchkey.plan.Price;
import io.latchkey.shared.problem.RequiredSetting;
import io.latchkey.subscription.billing.BillingStatus;
import io.latchkey.subscription.billing.Effective;
import java.net.URI;
import java.time.Instant;
import java.time.Period;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Stripe behind the port. */
@Component
@WhenStripe
class StripeProvider implements PaymentProvider, RequiredSetting {

    private final StripeSessions sessions;
    private final StripeLooks looks;
    private final StripeChanges changes;
    private final StripePauses pauses;
    private final StripeReductions reductions;
    private final StripeRefunds refunds;
    private final StripeCustomers customers;
    private final StripeEvents events;
    private final StripeHistory history;

    StripeProvider(
            StripeSessions sessions,
            StripeLooks looks,
            StripeChanges changes,
            StripePauses pauses,
            StripeReductions reductions,
            StripeRefunds refunds,
            StripeCustomers customers,
            StripeEvents events,
            StripeHistory history) {
        this.sessions = sessions;
        this.looks = looks;
        this.changes = changes;
        this.pauses = pauses;
        this.reductions = reductions;
        this.refunds = refunds;
        this.customers = customers;
        this.events = events;
        this.history = history;
    }

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public Optional<String> cannotBill(Price price, @Nullable Period period, @Nullable Period trial) {
        return StripeLimits.refusal(price, period, trial);
    }

    @Override
    public Mono<OpenedCheckout> open(CheckoutOrder order) {
        return sessions.open(order);
    }

    @Override
    public Mono<Void> close(String checkout) {
        return sessions.close(checkout);
    }

    @Override
    public Mono<BilledSubscription> changePlan(String subscription, PlanOrder plan, Effective effective, String key) {
        return present(subscription)
                .flatMap(there -> changes.plan(there, plan, effective, key))
                .then(Mono.defer(() -> subscription(subscription)))
                .switchIfEmpty(Mono.error(() -> unknown(subscription)));
    }

    @Override
    public Optional<String> cannotReduce(Price price, Period period, Discount discount) {
        return StripeLimits.refusal(price, period, discount);
    }

    @Override
    public Mono<BilledSubscription> reduce(String subscription, Discount discount, String key) {
        return running(subscription)
                .filterWhen(there ->
                        looks.billed(there).map(billed -> billed.state().goesOnAsItIs()))
                .flatMap(there -> reductions.give(there, discount, key))
                .then(Mono.defer(
                        () -> subscription(subscription).onErrorMap(ProviderException.class, StripeProvider::done)))
                .switchIfEmpty(Mono.error(() -> unknown(subscription)));
    }

    @Override
    public Mono<Void> cancel(String subscription, Effective effective, String key) {
        return running(subscription)
                .flatMap(there ->
                        effective == Effective.NOW ? changes.end(there, key) : changes.endWithPeriod(there, key));
    }

    @Override
    public Mono<Void> undoCancellation(String subscription, String key) {
        return running(subscription).flatMap(there -> changes.goOn(there, key));
    }

    @Override
    public Mono<Void> pause(String subscription, String key) {
        return running(subscription).flatMap(there -> pauses.pause(there, key));
    }

    @Override
    public Mono<Void> resume(String subscription, Instant paidUntil, String key) {
        return running(subscription).flatMap(there -> pauses.resume(there, paidUntil, key));
    }

    @Override
    public Mono<Void> refund(String payment, Price amount, String key) {
        return refunds.refund(payment, amount, key);
    }

    @Override
    public Mono<URI> paymentMethodPage(String customer, URI returnTo) {
        return customers.page(customer, returnTo);
    }

    @Override
    public Mono<Void> forget(String customer) {
        return customers.forget(customer);
    }

    @Override
    public Mono<BilledSubscription> subscription(String ref) {
        return looks.subscription(ref);
    }

    @Override
    public Flux<String> payments(String subscription) {
        return looks.payments(subscription);
    }

    @Override
    public Flux<BilledSubscription> subscriptions() {
        return looks.subscriptions().filter(there -> there.state().status() != BillingStatus.ENDED);
    }

    @Override
    public Mono<BilledPayment> payment(String ref) {
        return looks.payment(ref);
    }

    /** What was asked for was done, though nobody can say now what came of it. */
    private static ProviderException done(ProviderException unseen) {
        return new ProviderException(Reason.UNANSWERED, String.valueOf(unseen.getMessage()));
    }

    private Mono<Subscription> present(String ref) {
        return looks.found(ref).switchIfEmpty(Mono.error(() -> unknown(ref)));
    }

    /** What has ended there needs no more. */
    private Mono<Subscription> running(String ref) {
        return present(ref).filter(there -> there.getEndedAt() == null);
    }

    private static ProviderException unknown(String ref) {
        return new ProviderException(Reason.REFUSED, "Stripe does not know " + ref);
    }

    @Override
    public IncomingEvent verified(HttpHeaders headers, byte[] body, Instant now) {
        return events.verified(headers.getFirst(StripeSignature.HEADER), body, now);
    }

    @Override
    public Flux<IncomingEvent> told(Instant after, Instant until) {
        return history.told(after, until);
    }
}
