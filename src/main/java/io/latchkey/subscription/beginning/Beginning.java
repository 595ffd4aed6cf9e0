package io.latchkey.subscription.beginning;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import io.latchkey.subscription.billing.BillingPeriods;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.Subscription.Source;
import io.latchkey.subscription.state.SubscriptionFact;
import io.latchkey.subscription.state.Transition;
import io.latchkey.subscription.transition.Subscriptions;
import io.latchkey.subscription.transition.Transitions;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Begins subscriptions, whoever pays for them. Each call is one transaction, or joins one. */
@Component
public class Beginning {

    private final Subscriptions subscriptions;
    private final Transitions transitions;
    private final Plans plans;
    private final Sites sites;
    private final ReaderLock lock;
    private final Clock clock;

    Beginning(
            Subscriptions subscriptions,
            Transitions transitions,
            Plans plans,
            Sites sites,
            ReaderLock lock,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.transitions = transitions;
        this.plans = plans;
        this.sites = sites;
        this.lock = lock;
        this.clock = clock;
    }

    /**
     * Begins a subscription that nobody bills, and grants its first unlocks; refuses with {@code
     * already-subscribed}.
     *
     * @param periods after which it ends without renewal; null when it does not
     */
    public Mono<Subscription> begin(
            ReaderKey reader, SubscriptionPlan plan, Source source, @Nullable Integer periods, boolean withTrial) {
        return lock.transaction(
                reader,
                makeWay(reader, Subscription::givenUp)
                        .then(sites.get(reader.site()))
                        .map(site -> Subscription.begin(
                                Ids.next(),
                                reader,
                                plan,
                                source,
                                periods == null ? null : end(plan, periods, site),
                                new Price(0L, plan.price().currency()),
                                withTrial,
                                clock.now(),
                                site.timeZone()))
                        .flatMap(begun -> (source == Source.FREE ? takenUp(begun) : Mono.<Subscription>empty())
                                .switchIfEmpty(Mono.defer(() -> transitions.begin(begun, plan.unlocksPerPeriod())))));
    }

    private Instant end(SubscriptionPlan plan, int periods, Site site) {
        return new BillingPeriods(clock.now(), plan.period(), site.timeZone()).boundary(periods);
    }

    /**
     * Begins a subscription as the provider bills it. One that costs nothing makes way for it;
     * refuses with {@code already-subscribed} when there is one that was bought.
     *
     * @param sold what its buyer was offered
     * @param paid whether something was paid since a trial
     */
    public Mono<Subscription> begin(ReaderKey reader, BillingState there, Sold sold, boolean paid) {
        return lock.transaction(
                reader,
                makeWay(reader, Subscription::makesWay)
                        .then(plans.get(reader.site(), there.plan()))
                        .cast(SubscriptionPlan.class)
                        .flatMap(plan -> transitions.begin(
                                Subscription.begun(Ids.next(), reader, there, sold.withTrial(), paid, clock.now())
                                        .opening(sold.tiers(), plan),
                                sold.unlocks())));
    }

    private Mono<Subscription> makeWay(ReaderKey reader, Predicate<Subscription> which) {
        return transitions.step(
                reader,
                subscriptions
                        .latestLocked(reader)
                        .filter(latest -> latest.status().live())
                        .filter(which),
                (replaced, _) -> Transition.to(replaced.replaced(clock.now()), SubscriptionFact.REPLACED));
    }

    /** Who ended a free plan before its period was over goes on with that: it comes once. */
    private Mono<Subscription> takenUp(Subscription begun) {
        return subscriptions
                .endedEarly(begun.reader(), begun.plan(), clock.now())
                .flatMap(former -> transitions.goOn(former, begun.takingUp(former)));
    }
}
