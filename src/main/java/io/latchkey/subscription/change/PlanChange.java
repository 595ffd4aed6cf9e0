package io.latchkey.subscription.change;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionFact;
import io.latchkey.subscription.state.Transition;
import io.latchkey.subscription.transition.Transitions;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The reader's wish for another plan. It waits for the next renewal: the paid period is theirs as
 * they bought it, so nothing is refunded or charged in between.
 */
@Component
public class PlanChange {

    private final Transitions transitions;

    PlanChange(Transitions transitions) {
        this.transitions = transitions;
    }

    /**
     * Renews with this plan from the next period on; the present plan takes a former choice back.
     * Refuses with {@code no-subscription} or {@code not-possible-now}.
     */
    public Mono<Subscription> choose(ReaderKey reader, SubscriptionPlan plan) {
        return transitions.step(
                reader, (current, _) -> Transition.to(current.choosing(plan), SubscriptionFact.PLAN_CHOSEN));
    }
}
