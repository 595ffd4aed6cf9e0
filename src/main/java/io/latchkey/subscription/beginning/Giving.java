package io.latchkey.subscription.beginning;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.shared.time.Clock;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.Subscription.Source;
import io.latchkey.subscription.state.SubscriptionFact;
import io.latchkey.subscription.state.SubscriptionProblem;
import io.latchkey.subscription.state.Transition;
import io.latchkey.subscription.transition.PlanPaths;
import io.latchkey.subscription.transition.Transitions;
import io.latchkey.subscription.transition.WaitingGifts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A site lets a reader have a plan without paying: for as long as it likes, or as a gift. */
@Component
class Giving {

    private final Transitions transitions;
    private final PlanPaths paths;
    private final Beginning beginning;
    private final WaitingGifts waiting;
    private final Plans plans;
    private final ReaderLock lock;
    private final Clock clock;

    Giving(
            Transitions transitions,
            PlanPaths paths,
            Beginning beginning,
            WaitingGifts waiting,
            Plans plans,
            ReaderLock lock,
            Clock clock) {
        this.transitions = transitions;
        this.paths = paths;
        this.beginning = beginning;
        this.waiting = waiting;
        this.plans = plans;
        this.lock = lock;
        this.clock = clock;
    }

    /**
     * Gives a plan; refuses with {@code already-subscribed} when the reader has one.
     *
     * @param periods after which it ends without renewal; null for no end
     */
    Mono<Subscription> give(ReaderKey reader, PlanId id, Source source, @Nullable Integer periods) {
        return lock.transaction(
                reader,
                paths.requireNone(reader)
                        .then(plans.get(reader.site(), id))
                        .flatMap(plan -> plan instanceof SubscriptionPlan it
                                ? beginning.begin(reader, it, source, periods, false)
                                : Mono.error(SubscriptionProblem.PACKS_ARE_GRANTED.problem())));
    }

    /** Ends at once what was given; what the reader paid for is not the site's to end. */
    Mono<Subscription> takeBack(ReaderKey reader) {
        return transitions.unit(
                reader,
                transitions
                        .latest(reader)
                        .filter(latest -> latest.status().live())
                        .switchIfEmpty(Mono.error(SubscriptionProblem.NO_SUBSCRIPTION::problem)),
                (latest, site) -> given(latest)
                        ? transitions.make(
                                Transition.to(latest.ended(clock.now()), SubscriptionFact.TAKEN_BACK), latest, site)
                        : dropped(latest));
    }

    /** Takes back what waits behind what the reader pays for, which stays. */
    private Mono<Subscription> dropped(Subscription bought) {
        return waiting.drop(bought.reader())
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(SubscriptionProblem.NOT_GIVEN::problem))
                .thenReturn(bought);
    }

    private static boolean given(Subscription subscription) {
        return subscription.source() == Source.COMP || subscription.source() == Source.GIFT;
    }
}
