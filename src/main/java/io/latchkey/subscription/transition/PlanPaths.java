package io.latchkey.subscription.transition;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.subscription.state.PlanPath;
import io.latchkey.subscription.state.Running;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionProblem;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** How readers would come to a plan, and what stands in the way. */
@Component
public class PlanPaths {

    private final Subscriptions subscriptions;

    PlanPaths(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** Whether the reader has a subscription that stands in the way of buying one. */
    public Mono<Boolean> hasBought(ReaderKey reader) {
        return subscriptions
                .latest(reader)
                .map(latest -> latest.status().live() && !latest.makesWay())
                .defaultIfEmpty(false);
    }

    private Mono<PlanPath> pathTo(ReaderKey reader, SubscriptionPlan plan) {
        return subscriptions
                .latest(reader)
                .map(latest -> Running.of(latest).pathTo(plan))
                .defaultIfEmpty(PlanPath.BUYING);
    }

    /** The reader's subscription, or the last one; refuses with {@code no-subscription}. */
    public Mono<Subscription> latest(ReaderKey reader) {
        return subscriptions.latest(reader).switchIfEmpty(Mono.error(SubscriptionProblem.NO_SUBSCRIPTION::problem));
    }

    /** As {@link #latest}; empty when there was none. */
    public Mono<Subscription> latestIfAny(ReaderKey reader) {
        return subscriptions.latest(reader);
    }

    /**
     * Refuses with {@code already-subscribed} when the reader pays for a subscription already. One
     * that costs nothing makes way for one that does.
     */
    public Mono<Void> requireNoneBought(ReaderKey reader) {
        return hasBought(reader)
                .filter(has -> has)
                .flatMap(_ -> Mono.error(SubscriptionProblem.ALREADY_SUBSCRIBED.problem()));
    }

    /** Refuses with {@code already-subscribed} when the reader has a live subscription. */
    public Mono<Void> requireNone(ReaderKey reader) {
        return subscriptions
                .latest(reader)
                .filter(latest -> latest.status().live() && !latest.givenUp())
                .flatMap(_ -> Mono.error(SubscriptionProblem.ALREADY_SUBSCRIBED.problem()));
    }

    /** Refuses with {@code already-subscribed} a plan that the reader comes to otherwise. */
    public Mono<Void> requireBuying(ReaderKey reader, SubscriptionPlan plan) {
        return pathTo(reader, plan)
                .filter(path -> path != PlanPath.BUYING)
                .flatMap(_ -> Mono.error(SubscriptionProblem.ALREADY_SUBSCRIBED.problem()));
    }

    /** Whether the reader ever had a trial at this site. */
    public Mono<Boolean> hadTrial(ReaderKey reader) {
        return subscriptions.hadTrial(reader);
    }

    /** Whether buying this plan would begin with its trial: once for each reader. */
    public Mono<Boolean> beginsWithTrial(ReaderKey reader, SubscriptionPlan plan) {
        return plan.trial() == null
                ? Mono.just(false)
                : subscriptions.hadTrial(reader).map(had -> !had);
    }
}
