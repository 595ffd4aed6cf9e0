package io.latchkey.payment.sync;

import io.latchkey.event.Event;
import io.latchkey.event.EventConsumer;
import io.latchkey.event.FactType;
import io.latchkey.payment.checkout.Checkout;
import io.latchkey.payment.checkout.Checkouts;
import io.latchkey.payment.fulfilment.FulfilmentFact;
import io.latchkey.payment.money.BilledSubscriptions;
import io.latchkey.payment.money.BilledSubscriptions.Tie;
import io.latchkey.payment.money.PaymentFact;
import io.latchkey.payment.money.Refunds;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.plan.Plans;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.subscription.billing.Effective;
import io.latchkey.subscription.state.SubscriptionFact;
import io.latchkey.subscription.transition.Subscriptions;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Carries to the provider what readers decided here. What they decided holds already; the relay
 * offers it again until the provider has taken it.
 */
@Component
class ProviderDelivery implements EventConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderDelivery.class);

    static final String NAME = "payment-provider";

    private static final Set<FactType> WANTED = Set.of(
            SubscriptionFact.CANCELED,
            SubscriptionFact.WITHDRAWN,
            SubscriptionFact.CANCELLATION_UNDONE,
            SubscriptionFact.PAUSED,
            SubscriptionFact.RESUMED,
            SubscriptionFact.PLAN_CHOSEN,
            SubscriptionFact.PRICE_SCHEDULED,
            SubscriptionFact.EXPIRED,
            FulfilmentFact.CHECKOUT_REFUNDED,
            PaymentFact.REFUND_WANTED,
            PaymentFact.CUSTOMER_FORGOTTEN);

    private final PaymentProvider provider;
    private final BilledSubscriptions ties;
    private final Subscriptions subscriptions;
    private final Synchronisation synchronisation;
    private final Refunds refunds;
    private final Checkouts checkouts;
    private final Plans plans;

    ProviderDelivery(
            PaymentProvider provider,
            BilledSubscriptions ties,
            Subscriptions subscriptions,
            Synchronisation synchronisation,
            Refunds refunds,
            Checkouts checkouts,
            Plans plans) {
        this.provider = provider;
        this.ties = ties;
        this.subscriptions = subscriptions;
        this.synchronisation = synchronisation;
        this.refunds = refunds;
        this.checkouts = checkouts;
        this.plans = plans;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean wants(FactType type) {
        return WANTED.contains(type);
    }

    @Override
    public Mono<Void> receive(Event event) {
        ReaderKey reader = new ReaderKey(event.site(), event.reader());
        String key = event.id().toString();
        if (event.is(FulfilmentFact.CHECKOUT_REFUNDED)) {
            return endUnwanted(event.data().get("billed"), key);
        }
        if (event.is(PaymentFact.REFUND_WANTED)) {
            return refund(reader, id(event, "refund"));
        }
        if (event.is(PaymentFact.CUSTOMER_FORGOTTEN)) {
            return forget(event);
        }
        return ties.of(reader, id(event, "subscription")).flatMap(tie -> deliver(tie, key));
    }

    /**
     * Makes the provider do what the reader wants of this subscription.
     *
     * @param key names the occasion
     */
    Mono<Void> deliver(Tie tie, String key) {
        return Mono.justOrEmpty(tie.subscription())
                .flatMap(id -> subscriptions.get(tie.reader(), id))
                .zipWith(provider.subscription(tie.ref()))
                .flatMapIterable(both -> Wish.of(both.getT1(), both.getT2()))
                .concatMap(wish -> fulfil(tie, wish, key))
                .then(Mono.defer(() -> synchronisation.atSubscription(tie.ref())));
    }

    private Mono<Void> fulfil(Tie tie, Wish wish, String occasion) {
        String ref = tie.ref();
        String key = occasion + ":" + wish.getClass().getSimpleName();
        return switch (wish) {
            case Wish.End _ -> provider.cancel(ref, Effective.NOW, key);
            case Wish.EndWithPeriod _ -> provider.cancel(ref, Effective.PERIOD_END, key);
            case Wish.GoOn _ -> provider.undoCancellation(ref, key);
            case Wish.Pause _ -> provider.pause(ref, key);
            case Wish.Resume resume -> provider.resume(ref, resume.paidUntil(), key);
            case Wish.RenewAs as ->
                order(tie, as)
                        .flatMap(plan -> provider.changePlan(ref, plan, Effective.PERIOD_END, key))
                        .then();
        };
    }

    private Mono<PlanOrder> order(Tie tie, Wish.RenewAs as) {
        Mono<Boolean> discounted = Mono.justOrEmpty(tie.subscription())
                .flatMap(id -> checkouts.bought(tie.reader(), id))
                .mapNotNull(Checkout::reduction)
                .map(reduction -> reduction.covers(as.plan()))
                .defaultIfEmpty(true);
        return plans.get(tie.reader().site(), as.plan())
                .zipWith(discounted)
                .map(both -> new PlanOrder(as.plan(), both.getT1().name(), as.price(), as.period(), both.getT2()));
    }

    /** Nobody here wants this subscription; what was paid for it is paid back besides. */
    Mono<Void> endUnwanted(@Nullable Object ref, String key) {
        return ref == null ? Mono.empty() : provider.cancel(ref.toString(), Effective.NOW, key);
    }

    private Mono<Void> refund(ReaderKey reader, UUID id) {
        return refunds.deliver(provider, reader, id).flatMap(payment -> synchronisation.atPayment(payment));
    }

    /** Another provider than the one of today is not ours to ask. */
    private Mono<Void> forget(Event event) {
        if (provider.sells() && !provider.name().equals(event.data().get("provider"))) {
            LOG.warn(
                    "a reader of site {} is not forgotten by their provider, which is not {}",
                    event.site(),
                    provider.name());
            return Mono.empty();
        }
        return provider.forget(String.valueOf(event.data().get("customer")));
    }

    private static UUID id(Event event, String member) {
        return UUID.fromString(String.valueOf(event.data().get(member)));
    }
}
