package io.latchkey.payment.sync;

import io.latchkey.event.EventLog;
import io.latchkey.payment.fulfilment.PaymentIntake;
import io.latchkey.payment.fulfilment.SubscriptionFulfilment;
import io.latchkey.payment.money.BilledSubscriptions;
import io.latchkey.payment.money.BilledSubscriptions.Tie;
import io.latchkey.payment.money.Payments;
import io.latchkey.payment.provider.BilledPayment;
import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.StateLooks;
import io.latchkey.payment.sync.ProviderLooks.Look;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.problem.Problem;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.billing.BillingStatus;
import io.latchkey.subscription.renewal.BillingUpdate;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionProblem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Looks at the provider's present state and applies it here in one transaction. It does not matter
 * why it looks: an event, a due moment and the daily comparison all end here.
 */
@Component
class Synchronisation implements StateLooks {

    private final PaymentProvider provider;
    private final ProviderLooks looks;
    private final BilledSubscriptions ties;
    private final SubscriptionFulfilment fulfilment;
    private final PaymentIntake intake;
    private final Payments payments;
    private final BillingUpdate billingUpdate;
    private final EventLog events;

    Synchronisation(
            PaymentProvider provider,
            ProviderLooks looks,
            BilledSubscriptions ties,
            SubscriptionFulfilment fulfilment,
            PaymentIntake intake,
            Payments payments,
            BillingUpdate billingUpdate,
            EventLog events) {
        this.provider = provider;
        this.looks = looks;
        this.ties = ties;
        this.fulfilment = fulfilment;
        this.intake = intake;
        this.payments = payments;
        this.billingUpdate = billingUpdate;
        this.events = events;
    }

    /**
     * Applies how a subscription stands at the provider, and those of its latest payments that are
     * unknown here: several may have come while nobody listened.
     *
     * @param ref the provider's name for it
     * @param event the event that made us look; null when it was something else
     */
    Mono<Void> subscription(String ref, @Nullable String event) {
        return look(ref, event).then();
    }

    @Override
    public Mono<Void> atSubscription(String ref) {
        return subscription(ref, null);
    }

    @Override
    public Mono<Void> atPayment(String ref) {
        return payment(ref, null);
    }

    /** As {@link #subscription}; says whether the provider knows the subscription. */
    Mono<Boolean> heard(String ref) {
        return look(ref, null).hasElement();
    }

    /** As {@link #subscription}, with all payments that the provider knows of. */
    Mono<Void> subscriptionWithAllPayments(String ref) {
        return look(ref, null, there -> provider.payments(ref).collectList().flatMap(all -> record(there, all)))
                .then();
    }

    private Mono<BilledSubscription> look(String ref, @Nullable String event) {
        return look(ref, event, there -> record(there, there.payments()));
    }

    private Mono<BilledSubscription> look(
            String ref, @Nullable String event, Function<BilledSubscription, Mono<Void>> payments) {
        return begin(ref)
                .flatMap(look -> provider.subscription(ref)
                        .flatMap(there -> apply(look, there, event)
                                .then(payments.apply(there))
                                .thenReturn(there)));
    }

    /** Applies how a payment stands at the provider. */
    Mono<Void> payment(String ref, @Nullable String event) {
        return begin(ref)
                .flatMap(look ->
                        provider.payment(ref).flatMap(there -> tied(there).then(apply(look, there, event))));
    }

    /** What our own call to the provider answered with; the look began before the call. */
    Mono<Void> apply(Look look, BilledSubscription there, @Nullable String event) {
        return looks.apply(look, there.reader(), event, Mono.defer(() -> update(look.provider(), there)))
                // Another of this reader's checkouts was paid in between: this one is paid back.
                .retryWhen(Retry.max(1).filter(Synchronisation::subscribedMeanwhile));
    }

    private static boolean subscribedMeanwhile(Throwable error) {
        return error instanceof Problem problem && problem.kind() == SubscriptionProblem.ALREADY_SUBSCRIBED;
    }

    /** The provider does not know it any more: it will not renew, and what is paid is kept. */
    Mono<Void> gone(Tie tie, Subscription here) {
        BillingState ended = new BillingState(
                here.plan(),
                here.price(),
                here.period(),
                null,
                null,
                null,
                BillingStatus.ENDED,
                here.periodStart(),
                here.paidUntil(),
                null,
                true,
                here.paidUntil());
        return billingUpdate.apply(tie.reader(), here.id(), ended, false).then();
    }

    Mono<Look> begin(String ref) {
        return looks.begin(provider.name(), ref);
    }

    private Mono<Void> update(String name, BilledSubscription there) {
        return ties.find(there.reader(), name, there.ref())
                .switchIfEmpty(Mono.defer(() -> begun(name, there)))
                .filter(tie -> tie.subscription() != null)
                .flatMap(tie -> update(tie, there.state()));
    }

    private Mono<Void> update(Tie tie, BillingState there) {
        ReaderKey reader = tie.reader();
        return Mono.justOrEmpty(tie.subscription())
                .zipWith(events.owes(ProviderDelivery.NAME, reader.site(), reader.id()))
                .flatMap(both -> billingUpdate.apply(reader, both.getT1(), there, both.getT2()))
                .then();
    }

    /** The first time that we see it: what it was bought for begins, or nobody wants it. */
    private Mono<Tie> begun(String name, BilledSubscription there) {
        return there.state().status() == BillingStatus.STARTING
                ? Mono.empty()
                : fulfilment
                        .begin(there)
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .flatMap(begun -> ties.add(name, there, begun.orElse(null)))
                        .then(ties.find(there.reader(), name, there.ref()));
    }

    /** The money must find its subscription here. */
    private Mono<Void> tied(BilledPayment there) {
        String subscription = there.subscription();
        return subscription == null
                ? Mono.empty()
                : ties.find(there.reader(), provider.name(), subscription)
                        .hasElement()
                        .filter(known -> !known)
                        .flatMap(_ -> subscriptionOnly(subscription));
    }

    private Mono<Void> subscriptionOnly(String ref) {
        return begin(ref).flatMap(look -> provider.subscription(ref).flatMap(there -> apply(look, there, null)));
    }

    private Mono<Void> apply(Look look, BilledPayment there, @Nullable String event) {
        return looks.apply(look, there.reader(), event, Mono.defer(() -> intake.take(look.provider(), there)));
    }

    /**
     * Those that are unknown here, the oldest first: receipts are written in the order in which the
     * money came.
     */
    private Mono<Void> record(BilledSubscription there, List<String> refs) {
        return payments.unknown(there.reader(), provider.name(), refs.reversed())
                .concatMap(payment -> payment(payment, null))
                .then();
    }
}
