package io.latchkey.token.key;

import io.latchkey.shared.problem.SettingException;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The keys in memory, read again from the table every two seconds: that is how soon every replica
 * honours a withdrawal. While the database is away the last keys go on serving.
 */
@Component
public class KeyRing implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
    private static final Duration LONGEST_READ = Duration.ofSeconds(5);

    private final SigningKeys table;
    private final KeyRotation rotation;
    private final Clock clock;
    private final Mono<SigningKeySet> reading;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicReference<Known> known = new AtomicReference<>(new Known(SigningKeySet.EMPTY, 0, Instant.MIN));

    KeyRing(SigningKeys table, KeyRotation rotation, Clock clock) {
        this.table = table;
        this.rotation = rotation;
        this.clock = clock;
        // Requests that miss a key at the same time share one look at the table.
        this.reading = Deadline.bounded(LONGEST_READ, Mono.defer(this::read))
                .cache(Duration.ofMillis(500))
                .onErrorResume(this::keepServing);
    }

    /**
     * Reads the keys before the first request. A wrong master key must stop the start here, on the
     * starting thread, which may wait; whatever else is wrong may pass, and readiness waits for it.
     */
    @Override
    public void afterSingletonsInstantiated() {
        readNow()
                .doOnError(error -> LOG.warn("signing keys not read at the start: {}", error.toString()))
                .onErrorComplete(error -> !(error instanceof SettingException))
                .toFuture()
                .join();
    }

    /** The keys; read from the table only when none is known yet. */
    public Mono<SigningKeySet> keys() {
        SigningKeySet keys = known.get().keys();
        return keys.keys().isEmpty() ? keysReadAgain() : Mono.just(keys);
    }

    /**
     * The keys after a look at the table: for a token whose key is not known here yet. The look may
     * be shared and half a second old, so what it found does not count, only what is known now:
     * else a key withdrawn since would be good again.
     */
    public Mono<SigningKeySet> keysReadAgain() {
        return reading.map(_ -> known.get().keys());
    }

    /** Whether tokens can be signed. */
    boolean ready() {
        return known.get().keys().signingAt(clock.tokenTime()).isPresent();
    }

    /** Reads the table, after making the key that is due. */
    @Scheduled(fixedDelay = 2_000)
    Mono<Void> refresh() {
        return readNow().then();
    }

    /** As {@link #refresh}, for a caller who just changed the table and must see it. */
    Mono<SigningKeySet> readNow() {
        return Deadline.bounded(LONGEST_READ, read()).onErrorResume(this::keepServing);
    }

    /** Drops a key that was withdrawn in the table, also when the table cannot be read again. */
    Mono<Void> forget(String kid) {
        return readNow().then(Mono.fromRunnable(() -> drop(kid)));
    }

    private Mono<SigningKeySet> read() {
        return Mono.fromSupplier(reads::incrementAndGet)
                .flatMap(number ->
                        table.all().flatMap(rotation::makeTheKeyThatIsDue).map(keys -> remember(keys, number)));
    }

    /** A slow read that began before a faster one must not bring a withdrawn key back. */
    private SigningKeySet remember(SigningKeySet keys, long number) {
        Known read = new Known(keys, number, clock.tokenTime());
        return known.updateAndGet(last -> number > last.number() ? read : last).keys();
    }

    private void drop(String kid) {
        long number = reads.incrementAndGet();
        known.updateAndGet(last -> {
            SigningKeySet left = last.keys().without(kid);
            return left.equals(last.keys()) ? last : new Known(left, number, last.readAt());
        });
    }

    private Mono<SigningKeySet> keepServing(Throwable error) {
        Known last = known.get();
        if (last.keys().keys().isEmpty()) {
            return Mono.error(error);
        }
        LOG.warn("signing keys not read again, last read {}: {}", last.readAt(), error.toString());
        return Mono.just(last.keys());
    }

    /**
     * What the table held.
     *
     * @param number of the read, in the order in which they began
     */
    private record Known(SigningKeySet keys, long number, Instant readAt) {}
}
