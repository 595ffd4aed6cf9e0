package io.latchkey.subscription.state;

/** How a reader comes to a plan that they choose. */
public enum PlanPath {
    /** Through a checkout: nothing that is paid for runs. */
    BUYING,
    /** At once, for the difference. */
    AT_ONCE,
    /** When the next period begins. */
    AT_RENEWAL,
    /** It runs already; a choice of another is taken back. */
    STAYING,
    /** Not at all: a provider bills a subscription in one currency. */
    OTHER_CURRENCY,
    /** Not in the subscription's present status. */
    NOT_NOW
}
