package io.latchkey.subscription;

import java.util.Set;

/**
 * What a step makes of a subscription.
 *
 * @param facts what is told of it, in the order of their list
 */
record Transition(Subscription next, Set<SubscriptionFact> facts) {

    static Transition to(Subscription next, SubscriptionFact fact) {
        return new Transition(next, Set.of(fact));
    }

    /** A change that is nobody's business. */
    static Transition untold(Subscription next) {
        return new Transition(next, Set.of());
    }

    boolean tells(SubscriptionFact fact) {
        return facts.contains(fact);
    }
}
