package io.latchkey.contentserver;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A request to a reactive content server, in its exchange's attribute {@link Visit#ATTRIBUTE}: as
 * {@link Visit}, without ever holding up an event loop.
 */
public final class ReactiveVisit {

    private final Visit visit;

    ReactiveVisit(Visit visit) {
        this.visit = visit;
    }

    /** As {@link Visit#opens}; an unknown article asks for an empty text. */
    public Mono<Boolean> opens(String article, String asks) {
        return Mono.fromCallable(() -> visit.opens(article, asks.isEmpty() ? null : asks))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
