package io.latchkey.subscription.state;

import java.util.Set;

/**
 * What a step makes of a subscription.
 *
 * @param facts what is told of it, in the order of their list
 */
public record Transition(Subscription next, Set<SubscriptionFact> facts) {

    public static Transition to(Subscription next, SubscriptionFact fact) {
        return new Transition(next, Set.of(fact));
    }

    /** A change that is nobody's business. */
    public static Transition untold(Subscription next) {
        return new Transition(next, Set.of());
    }

    public boolean tells(SubscriptionFact fact) {
        return facts.contains(fact);
    }
}
