package io.latchkey.payment;

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
import io.latchkey.subscription.PlanChange;
import io.latchkey.subscription.Subscription;
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
    private final PlanChange planChange;
    private final Checkouts checkouts;
    private final Fulfilment fulfilment;
    private final Optional<ChargingProvider> provider;
    private final Clock clock;

    Buying(
            Plans plans,
            Sites sites,
            Billing billing,
            PlanChange planChange,
            Checkouts checkouts,
            Fulfilment fulfilment,
            Optional<ChargingProvider> provider,
            Clock clock) {
        this.plans = plans;
        this.sites = sites;
        this.billing = billing;
        this.planChange = planChange;
        this.checkouts = checkouts;
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

    /** Refuses with {@code already-subscribed} when the reader has a live subscription. */
    Mono<Bought> subscribe(ReaderKey reader, PlanId id, @Nullable String returnTo) {
        return billing.requireNone(reader)
                .then(checkedReturn(reader, returnTo))
                .then(plans.getSold(reader.site(), id))
                .flatMap(plan ->
                        plan instanceof SubscriptionPlan subscription
                                ? subscribe(reader, subscription, returnTo)
                                : Mono.error(PaymentProblem.NOT_A_SUBSCRIPTION.problem()));
    }

    /**
     * Another plan from the next renewal on; refuses with {@code no-subscription}. The present plan
     * takes a former choice back, also when it is no longer sold.
     */
    Mono<Subscription> changePlan(ReaderKey reader, PlanId id) {
        return billing.latest(reader)
                .flatMap(current ->
                        current.plan().equals(id)
                                ? plans.get(reader.site(), id)
                                : plans.getSold(reader.site(), id))
                .flatMap(plan ->
                        plan instanceof SubscriptionPlan subscription
                                ? planChange.choose(reader, subscription)
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
            return billing.beginsWithTrial(reader, plan)
                    .flatMap(trial -> billing.begin(reader, plan, plan.price(), trial))
                    .map(begun -> new Bought(null, SubscriptionBody.of(begun)));
        }
        return billing.beginsWithTrial(reader, plan)
                .map(trial -> trial ? new Price(0L, plan.price().currency()) : plan.price())
                .flatMap(due -> checkout(reader, plan, false, due, returnTo));
    }

    private Mono<Bought> buyPack(ReaderKey reader, PackPlan plan, @Nullable String returnTo) {
        return plan.price().free()
                ? fulfilment
                        .givePack(reader, plan, "free:" + Ids.next())
                        .thenReturn(new Bought(null, null))
                : checkout(reader, plan, true, plan.price(), returnTo);
    }

    private Mono<Bought> checkout(
            ReaderKey reader, Plan plan, boolean pack, Price due, @Nullable String returnTo) {
        Checkout checkout =
                new Checkout(
                        Ids.next(),
                        reader,
                        plan.id(),
                        pack,
                        plan.price(),
                        due,
                        Checkout.Status.OPEN,
                        returnTo,
                        clock.now());
        return Mono.justOrEmpty(provider)
                .switchIfEmpty(Mono.error(PaymentProblem.NO_PAYMENT_PROVIDER::problem))
                .flatMap(present -> checkouts.open(checkout).then(present.open(checkout)))
                .map(url -> new Bought(new CheckoutLink(url), null));
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
