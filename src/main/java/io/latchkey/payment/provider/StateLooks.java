package io.latchkey.payment.provider;

import reactor.core.publisher.Mono;

/** Looks at the provider's present state, and applies it here: for whoever waits for no event. */
public interface StateLooks {

    /**
     * How a subscription stands.
     *
     * @param ref the provider's name for it
     */
    Mono<Void> atSubscription(String ref);

    /**
     * How a payment stands.
     *
     * @param ref the provider's name for it
     */
    Mono<Void> atPayment(String ref);
}
