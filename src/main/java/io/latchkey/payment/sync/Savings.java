package io.latchkey.payment.sync;

import io.latchkey.event.EventLog;
import io.latchkey.payment.money.BilledSubscriptions;
import io.latchkey.payment.money.BilledSubscriptions.Tie;
import io.latchkey.payment.promo.PromoCodeId;
import io.latchkey.payment.promo.Promos;
import io.latchkey.payment.promo.Reduction;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.Plans;
import io.latchkey.shared.time.Clock;
import io.latchkey.subscription.state.Subscription;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What can come off a subscription that runs. */
@Component
class Savings {

    private final Promos promos;
    private final Plans plans;
    private final BilledSubscriptions ties;
    private final PaymentProvider provider;
    private final EventLog events;
    private final Clock clock;

    Savings(
            Promos promos,
            Plans plans,
            BilledSubscriptions ties,
            PaymentProvider provider,
            EventLog events,
            Clock clock) {
        this.promos = promos;
        this.plans = plans;
        this.ties = ties;
        this.provider = provider;
        this.events = events;
        this.clock = clock;
    }

    /** What this code would take off; empty when the reader cannot have it now. */
    Mono<Reduction> look(Subscription current, PromoCodeId code) {
        return Mono.just(current)
                .filter(Subscription::paysInFull)
                .flatMap(this::ready)
                .flatMap(_ -> plan(current))
                .flatMap(plan -> promos.look(current.reader(), code, plan))
                .filter(reduction -> possible(current, reduction));
    }

    /** Holds the code; empty when its discount cannot be had for this subscription. */
    Mono<Reduction> hold(Subscription current, PromoCodeId code) {
        return plan(current)
                .flatMap(plan -> promos.makingRoom(promos.reserve(current.reader(), code, plan, current.id())))
                .filter(reduction -> possible(current, reduction));
    }

    /**
     * How the provider of today has it; empty when that does not, when it is in no state to be
     * changed there, or when the provider has yet to be told of what its reader wished before.
     */
    Mono<Tie> ready(Subscription current) {
        return Mono.just(current)
                .filter(it -> it.goesOnAsItIs(clock.now()))
                .filterWhen(it -> events.owes(
                                ProviderDelivery.NAME,
                                it.reader().site(),
                                it.reader().id())
                        .map(owes -> !owes))
                .flatMap(it -> ties.of(it.reader(), it.id()))
                .filter(tie -> tie.provider().equals(provider.name()));
    }

    private boolean possible(Subscription current, Reduction reduction) {
        return provider.cannotReduce(current.price(), current.period(), reduction.discount())
                .isEmpty();
    }

    /** Empty when its prices are in another currency by now: an amount off would be of that. */
    private Mono<SubscriptionPlan> plan(Subscription current) {
        return plans.get(current.reader().site(), current.plan())
                .ofType(SubscriptionPlan.class)
                .filter(plan -> plan.price().currency().equals(current.price().currency()));
    }
}
