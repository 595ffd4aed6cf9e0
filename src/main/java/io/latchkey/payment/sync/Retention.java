package io.latchkey.payment.sync;

import io.latchkey.event.EventLog;
import io.latchkey.payment.checkout.Checkouts;
import io.latchkey.payment.promo.PromoCodeId;
import io.latchkey.payment.promo.Promos;
import io.latchkey.payment.promo.Reduction;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.Site;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionProblem;
import io.latchkey.subscription.state.Transition;
import io.latchkey.subscription.transition.PlanPaths;
import io.latchkey.subscription.transition.Transitions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * A reader who is about to cancel may stay for less, by a promo code of their site's: it comes off
 * from the next payment on, once a reader. What is paid already stays paid.
 */
@Component
public class Retention {

    private final Promos promos;
    private final Plans plans;
    private final PlanPaths paths;
    private final Transitions transitions;
    private final Checkouts checkouts;
    private final PaymentProvider provider;
    private final EventLog events;

    Retention(
            Promos promos,
            Plans plans,
            PlanPaths paths,
            Transitions transitions,
            Checkouts checkouts,
            PaymentProvider provider,
            EventLog events) {
        this.promos = promos;
        this.plans = plans;
        this.paths = paths;
        this.transitions = transitions;
        this.checkouts = checkouts;
        this.provider = provider;
        this.events = events;
    }

    /**
     * What staying costs.
     *
     * @param price of each payment
     * @param payments how many; null for all that are to come
     */
    public record Saving(Price price, @Nullable Integer payments) {}

    /** Refuses a code that the site does not have. */
    public Mono<Void> require(SiteId site, PromoCodeId code) {
        return promos.require(site, code);
    }

    /** What the reader could have now; empty when they could not. */
    public Mono<Saving> look(ReaderKey reader, PromoCodeId code) {
        return paths.latestIfAny(reader)
                .filter(Subscription::paysInFull)
                .flatMap(current -> plan(current)
                        .flatMap(plan -> promos.look(reader, code, plan))
                        .filter(reduction -> possible(current, reduction))
                        .map(reduction -> new Saving(
                                reduction.reduce(current.price()),
                                reduction.discount().payments())));
    }

    /**
     * Takes it; asked again it is the same. Refuses with {@code no-subscription}, {@code
     * not-possible-now} or what a promo code is refused with.
     */
    public Mono<Void> take(ReaderKey reader, PromoCodeId code) {
        return promos.makingRoom(transitions.unit(
                        reader,
                        transitions.latest(reader),
                        (current, site) -> promos.redeemedFor(reader, code, current.id())
                                .flatMap(done -> done ? Mono.just(current) : take(current, site, code))))
                .then();
    }

    private Mono<Subscription> take(Subscription current, Site site, PromoCodeId code) {
        return plan(current)
                .flatMap(plan -> promos.redeem(current.reader(), code, plan, current.id()))
                .filter(reduction -> possible(current, reduction))
                .switchIfEmpty(Mono.error(SubscriptionProblem.NOT_POSSIBLE_NOW::problem))
                .flatMap(reduction -> take(current, site, code, reduction));
    }

    private Mono<Subscription> take(Subscription current, Site site, PromoCodeId code, Reduction reduction) {
        Subscription less = current.payingLess(reduction.reduce(current.price()));
        return checkouts
                .reduce(current.reader(), current.id(), reduction.from(current.paidUntil()))
                .then(transitions.make(Transition.untold(less), current, site, Mono.just(less)))
                .delayUntil(_ -> events.append(
                        site.id(),
                        current.reader().id(),
                        SyncFact.DISCOUNTED,
                        new SyncFact.Discounted(current.id(), current.plan(), code)));
    }

    private boolean possible(Subscription current, Reduction reduction) {
        return provider.cannotReduce(current.period(), reduction.discount()).isEmpty();
    }

    private Mono<SubscriptionPlan> plan(Subscription current) {
        return plans.get(current.reader().site(), current.plan()).ofType(SubscriptionPlan.class);
    }
}
