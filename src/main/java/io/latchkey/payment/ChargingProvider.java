package io.latchkey.payment;

import io.latchkey.subscription.Subscription;

import reactor.core.publisher.Mono;

import java.net.URI;

/** Who takes the money. One per deployment. */
public interface ChargingProvider {

    /** The page on which the reader pays. */
    Mono<URI> open(Checkout checkout);

    /**
     * Asks for the payment of the period that follows, at the {@link Subscription#renewalPrice};
     * called inside the renewal's transaction. A provider that charges by itself and reports later
     * answers {@link Charge#REPORTED_LATER}.
     */
    Mono<Charge> charge(Subscription subscription);

    /** How a charge ended. */
    enum Charge {
        /** The next period is paid. */
        PAID,
        /** It is not. */
        DECLINED,
        /** An event will tell. */
        REPORTED_LATER
    }
}
