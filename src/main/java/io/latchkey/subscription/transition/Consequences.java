package io.latchkey.subscription.transition;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.Plans;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.Site;
import io.latchkey.subscription.state.BillingStep;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionFact;
import io.latchkey.subscription.state.Transition;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What follows from a change of a subscription: its unlocks begin and end with its periods, letters
 * are written, and a gift that made way waits.
 */
@Component
class Consequences {

    private final PeriodGrants grants;
    private final WaitingGifts waiting;
    private final ReaderNotices notices;
    private final Plans plans;
    private final Clock clock;

    Consequences(PeriodGrants grants, WaitingGifts waiting, ReaderNotices notices, Plans plans, Clock clock) {
        this.grants = grants;
        this.waiting = waiting;
        this.notices = notices;
        this.plans = plans;
        this.clock = clock;
    }

    /**
     * The unlocks of its periods last as long as they do: they end with it, or later after a break.
     * To be done before another period's are given, which have their end already.
     */
    Mono<Void> unlocksLast(Subscription before, Subscription next) {
        Instant pausedAt = before.pausedAt();
        if (next.endedAt() != null) {
            return grants.end(next, next.endedAt());
        }
        return pausedAt != null && next.pausedAt() == null
                ? grants.prolong(next, pausedAt, Duration.between(before.periodEnd(), next.periodEnd()))
                : Mono.empty();
    }

    Mono<Void> of(SubscriptionFact fact, Transition made, Subscription before, Site site) {
        Subscription next = made.next();
        return switch (fact) {
            case RENEWED ->
                planOf(next)
                        .flatMap(plan -> grants.give(next, BillingStep.begins(before, next), plan.unlocksPerPeriod()));
            case PLAN_CHANGED -> made.tells(SubscriptionFact.RENEWED) ? Mono.empty() : raise(before, next);
            case PAYMENT_FAILED -> notices.paymentFailed(next, site);
            case EXPIRED -> notices.ended(next);
            case REPLACED -> waiting.keep(next);
            case STARTED,
                    RECOVERED,
                    OVERDUE,
                    PLAN_CHOSEN,
                    PRICE_SCHEDULED,
                    PAUSED,
                    RESUMED,
                    CANCELED,
                    CANCELLATION_UNDONE,
                    WITHDRAWN,
                    TAKEN_BACK -> Mono.empty();
        };
    }

    /** The unlocks of the first period of one that begins. */
    Mono<Void> give(Subscription begun, int unlocks) {
        return grants.give(begun, begun.periodStart(), unlocks);
    }

    /** Another subscription goes on with the period of one that ended before it was over. */
    Mono<Void> handOver(Subscription former, Subscription again) {
        return grants.handOver(former, again);
    }

    private Mono<Void> raise(Subscription before, Subscription next) {
        return Mono.zip(planOf(before), planOf(next))
                .flatMap(both -> grants.raise(
                        next, both.getT1().unlocksPerPeriod(), both.getT2().unlocksPerPeriod(), clock.now()));
    }

    private Mono<SubscriptionPlan> planOf(Subscription subscription) {
        return plans.get(subscription.reader().site(), subscription.plan()).cast(SubscriptionPlan.class);
    }
}
