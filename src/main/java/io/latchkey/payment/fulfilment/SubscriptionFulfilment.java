package io.latchkey.payment.fulfilment;

import io.latchkey.payment.checkout.Checkout;
import io.latchkey.payment.checkout.CheckoutProblem;
import io.latchkey.payment.checkout.Checkouts;
import io.latchkey.payment.promo.PromoCodeId;
import io.latchkey.payment.promo.Promos;
import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.payment.provider.CheckoutStatus;
import io.latchkey.shared.problem.Problem;
import io.latchkey.subscription.beginning.Beginning;
import io.latchkey.subscription.beginning.Sold;
import io.latchkey.subscription.transition.PlanPaths;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Begins the subscriptions that were bought; what nobody wants any more is paid back. */
@Component
public class SubscriptionFulfilment {

    private final Checkouts checkouts;
    private final Promos promos;
    private final PlanPaths paths;
    private final Beginning beginning;
    private final FulfilmentFacts facts;

    SubscriptionFulfilment(
            Checkouts checkouts, Promos promos, PlanPaths paths, Beginning beginning, FulfilmentFacts facts) {
        this.checkouts = checkouts;
        this.promos = promos;
        this.paths = paths;
        this.beginning = beginning;
        this.facts = facts;
    }

    /**
     * A subscription began at the provider: it begins here too, and its checkout is paid. Empty
     * when nobody wants it: its checkout was replaced, the reader has another one by now, or used
     * the trial that they were offered. Then the provider is told to end it.
     */
    public Mono<UUID> begin(BilledSubscription there) {
        return checkouts
                .locked(there.reader(), there.checkout())
                .flatMap(checkout -> wanted(checkout)
                        .flatMap(wanted -> wanted ? begin(checkout, there) : unwanted(checkout, there.ref())))
                .onErrorResume(Problem.class, error -> withoutCheckout(there, error));
    }

    private Mono<UUID> begin(Checkout checkout, BilledSubscription there) {
        return beginning
                .begin(checkout.reader(), there.state(), sold(checkout), there.lastPayment() != null)
                .flatMap(begun -> checkouts
                        .become(checkout, CheckoutStatus.PAID)
                        .then(facts.paid(checkout))
                        .thenReturn(begun.id()));
    }

    private static Sold sold(Checkout checkout) {
        return new Sold(
                checkout.withTrial(), checkout.offer().tiers(), checkout.offer().unlocks());
    }

    private Mono<UUID> unwanted(Checkout checkout, String ref) {
        // What was bought on it is wanted still when this is a second one on the same checkout.
        Mono<Void> closed = checkout.status() == CheckoutStatus.PAID
                ? Mono.empty()
                : checkouts
                        .become(checkout, CheckoutStatus.REFUNDED)
                        .then(promos.release(checkout.reader(), checkout.id()));
        return closed.then(facts.refunded(checkout.reader(), checkout.id(), checkout.plan(), ref))
                .then(Mono.empty());
    }

    /** Long forgotten here: nobody waits for it. */
    private Mono<UUID> withoutCheckout(BilledSubscription there, Problem error) {
        return error.kind() == CheckoutProblem.UNKNOWN_CHECKOUT
                ? facts.refunded(there.reader(), there.checkout(), there.state().plan(), there.ref())
                        .then(Mono.empty())
                : Mono.error(error);
    }

    /** One subscription a reader, and a trial only while they did not use one. */
    private Mono<Boolean> wanted(Checkout checkout) {
        return !checkout.status().payable()
                ? Mono.just(false)
                : Mono.zip(paths.hasBought(checkout.reader()), paths.hadTrial(checkout.reader()))
                        .map(both -> !both.getT1() && !(both.getT2() && checkout.withTrial()))
                        .flatMap(wanted -> wanted ? redeemed(checkout) : Mono.just(false));
    }

    private Mono<Boolean> redeemed(Checkout checkout) {
        PromoCodeId code = checkout.promoCode();
        return code == null ? Mono.just(true) : promos.confirm(checkout.reader(), code, checkout.id());
    }
}
