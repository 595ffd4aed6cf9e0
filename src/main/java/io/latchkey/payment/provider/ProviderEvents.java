package io.latchkey.payment.provider;

import io.latchkey.shared.time.Round;
import reactor.core.publisher.Mono;

/** Where verified events of the provider are kept until they are applied. */
public interface ProviderEvents {

    /** Keeps an event; one that is known is kept once. Joins the transaction that is under way. */
    Mono<Void> store(String provider, IncomingEvent event);

    /**
     * Applies what is kept and due; says how many events were applied, and how many others hold.
     */
    Mono<Round> applyDue();
}
