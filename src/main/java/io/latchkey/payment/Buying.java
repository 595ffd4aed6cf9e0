package io.latchkey.payment;

import io.latchkey.payment.provider.CheckoutOrder;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Plan.PackPlan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Ids;
import io.latchkey.shared.Input;
import io.latchkey.site.Sites;
import io.latchkey.subscription.Billing;
import io.latchkey.subscription.Subscription.Source;
import io.latchkey.subscription.SubscriptionBody;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.util.Optional;

/** A reader wants a plan: where payment is due they are sent to pay, otherwise they have it. */
@Component
class Buying {

    private final Plans plans;
    private final Sites sites;
    private final Billing billing;
    private final Checkouts checkouts;
    private final BilledSubscriptions ties;
    private final Fulfilment fulfilment;
    private final Optional<PaymentProvider> provider;
    private final Clock clock;

    Buying(
            Plans plans,
            Sites sites,
            Billing billing,
            Checkouts checkouts,
            BilledSubscriptions ties,
            Fulfilment fulfilment,
            Optional<PaymentProvider> provider,
            Clock clock) {
        this.plans = plans;
        this.sites = sites;
        this.billing = billing;
        this.checkouts = checkouts;
        this.ties = ties;
        this.fulfilment = fulfilment;
        this.provider = provider;
        this.clock = clock;
    }

    /**
     * What the reader gets.
     *
     * @param checkout where to pay; null when nothing was due
     * @param subscription what began at once; null when payment is due first
     */
    record Bought(@Nullable CheckoutLink checkout, @Nullable SubscriptionBody subscription) {}

    /**
     * Where the reader pays.
     *
     * @param url of the provider's page
     */
    record CheckoutLink(URI url) {}

    /**
     * Refuses with {@code already-subscribed} when the reader has a live subscription; one that
     * costs nothing makes way for one that does.
     */
    Mono<Bought> subscribe(ReaderKey reader, PlanId id, @Nullable String returnTo) {
        return billing.requireNoneBought(reader)
                .then(checkedReturn(reader, returnTo))
                .then(plans.getSold(reader.site(), id))
                .flatMap(plan ->
                        plan instanceof SubscriptionPlan subscription
                                ? subscribe(reader, subscription, returnTo)
                                : Mono.error(PaymentProblem.NOT_A_SUBSCRIPTION.problem()));
    }

    Mono<Bought> buyPack(ReaderKey reader, PlanId id, @Nullable String returnTo) {
        return checkedReturn(reader, returnTo)
                .then(plans.getSold(reader.site(), id))
                .flatMap(plan ->
                        plan instanceof PackPlan pack
                                ? buyPack(reader, pack, returnTo)
                                : Mono.error(PaymentProblem.NOT_A_PACK.problem()));
    }

    private Mono<Bought> subscribe(
            ReaderKey reader, SubscriptionPlan plan, @Nullable String returnTo) {
        if (plan.price().free()) {
            return billing.requireNone(reader)
                    .then(billing.beginsWithTrial(reader, plan))
                    .flatMap(trial -> billing.begin(reader, plan, Source.FREE, null, trial))
                    .map(begun -> new Bought(null, SubscriptionBody.of(begun)));
        }
        return billing.beginsWithTrial(reader, plan)
                .map(trial -> trial ? new Price(0L, plan.price().currency()) : plan.price())
                .flatMap(due -> checkout(reader, plan, due, returnTo));
    }

    private Mono<Bought> buyPack(ReaderKey reader, PackPlan plan, @Nullable String returnTo) {
        return plan.price().free()
                ? fulfilment
                        .givePack(reader, plan, "free:" + Ids.next())
                        .thenReturn(new Bought(null, null))
                : checkout(reader, plan, plan.price(), returnTo);
    }

    private Mono<Bought> checkout(
            ReaderKey reader, Plan plan, Price due, @Nullable String returnTo) {
        Checkout checkout =
                new Checkout(
                        Ids.next(),
                        reader,
                        plan.id(),
                        plan instanceof PackPlan,
                        plan.price(),
                        due,
                        Checkout.Status.OPEN,
                        returnTo,
                        clock.now());
        return Mono.justOrEmpty(provider)
                .switchIfEmpty(Mono.error(PaymentProblem.NO_PAYMENT_PROVIDER::problem))
                .flatMap(present ->
                        checkouts
                                .open(checkout)
                                .then(order(present, checkout, plan))
                                .flatMap(present::open)
                                .onErrorMap(ProviderException.class, PaymentProblem::of)
                                .flatMap(opened ->
                                        checkouts.tie(checkout, opened.ref()).thenReturn(opened)))
                .map(opened -> new Bought(new CheckoutLink(opened.url()), null));
    }

    private Mono<CheckoutOrder> order(PaymentProvider present, Checkout checkout, Plan plan) {
        ReaderKey reader = checkout.reader();
        SubscriptionPlan billed = plan instanceof SubscriptionPlan it ? it : null;
        String returnTo = checkout.returnTo();
        return ties.customer(reader, present.name())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .map(customer ->
                        new CheckoutOrder(
                                checkout.id(),
                                reader,
                                plan.id(),
                                plan.name(),
                                plan.price(),
                                billed == null ? null : billed.period(),
                                billed == null || !checkout.withTrial() ? null : billed.trial(),
                                null,
                                customer.orElse(null),
                                null,
                                returnTo == null ? null : URI.create(returnTo)));
    }

    /** An open redirect would let anybody borrow our name: only the site's own pages. */
    private Mono<Void> checkedReturn(ReaderKey reader, @Nullable String returnTo) {
        if (returnTo == null) {
            return Mono.empty();
        }
        URI uri = Input.httpUri("returnTo", returnTo);
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String origin = uri.getScheme() + "://" + uri.getHost() + port;
        return sites.get(reader.site())
                .filter(site -> site.origins().contains(origin))
                .switchIfEmpty(Mono.error(PaymentProblem.FOREIGN_RETURN_ADDRESS::problem))
                .then();
    }
}
