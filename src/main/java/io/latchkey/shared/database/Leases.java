package io.latchkey.shared.database;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Takes what is due, so that replicas share it without a lock over many readers: each reads the keys
 * and takes one after another with a statement of that key, which only one of them can win.
 */
public final class Leases {

    /** So many more keys are worth reading than are taken: eight relays lose one try in two of these. */
    public static final int SPARE = 128;

    private Leases() {}

    /**
     * Takes so many, those that waited longest first. Whoever loses a key goes on with any other, so
     * that replicas which look at the same time do not run after each other.
     *
     * @param due the keys, those that wait longest first
     * @param lease what was taken by its key; empty when somebody else has it
     */
    public static <K, T> Mono<List<T>> take(Mono<List<K>> due, Function<K, Mono<T>> lease, int most) {
        return due.flatMap(keys -> next(new ArrayList<>(keys), new ArrayList<>(), lease, most));
    }

    private static <K, T> Mono<List<T>> next(List<K> left, List<T> taken, Function<K, Mono<T>> lease, int most) {
        return left.isEmpty() || taken.size() == most
                ? Mono.just(taken)
                : lease.apply(left.removeFirst()).singleOptional().flatMap(one -> {
                    one.ifPresentOrElse(taken::add, () -> Collections.shuffle(left));
                    return next(left, taken, lease, most);
                });
    }
}
