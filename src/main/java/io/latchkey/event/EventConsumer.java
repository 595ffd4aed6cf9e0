package io.latchkey.event;

import reactor.core.publisher.Mono;

/**
 * Who wants to be told of facts: each at least once, those of one reader in the order in which they
 * were committed. What fails is offered again, later and later, for as long as it takes; what
 * follows of the same reader waits.
 */
public interface EventConsumer {

    /** Names its queues: without a colon, and never changed. */
    String name();

    /** Whether facts of this type are for it. */
    boolean wants(FactType type);

    /** Takes a fact, perhaps not for the first time. */
    Mono<Void> receive(Event event);
}
