package io.latchkey.token;

import io.latchkey.shared.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;

/**
 * The keys in memory, read again from the table every two seconds: that is how soon every replica
 * honours a withdrawal. While the database is away the last keys go on serving.
 */
@Component
public class KeyRing {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
    private static final Duration LONGEST_READ = Duration.ofSeconds(5);

    private final SigningKeys table;
    private final KeyRotation rotation;
    private final Clock clock;
    private final Mono<SigningKeySet> reading;
    private volatile SigningKeySet known = SigningKeySet.EMPTY;
    private volatile Instant readAt = Instant.MIN;

    KeyRing(SigningKeys table, KeyRotation rotation, Clock clock) {
        this.table = table;
        this.rotation = rotation;
        this.clock = clock;
        // Requests that miss a key at the same time share one look at the table.
        this.reading =
                Mono.defer(this::read)
                        .timeout(LONGEST_READ)
                        .cache(Duration.ofMillis(500))
                        .onErrorResume(this::keepServing);
    }

    /** The keys; read from the table only when none is known yet. */
    Mono<SigningKeySet> keys() {
        SigningKeySet keys = known;
        return keys.keys().isEmpty() ? reading : Mono.just(keys);
    }

    /** The keys after a look at the table: for a token whose key is not known here yet. */
    Mono<SigningKeySet> keysReadAgain() {
        return reading;
    }

    /** Whether tokens can be signed. */
    boolean ready() {
        return known.signingAt(clock.tokenTime()).isPresent();
    }

    /** Reads the table, after making the key that is due. */
    @Scheduled(fixedDelay = 2_000)
    Mono<Void> refresh() {
        return readNow().then();
    }

    /** As {@link #refresh}, for a caller who just changed the table and must see it. */
    Mono<SigningKeySet> readNow() {
        return read().timeout(LONGEST_READ).onErrorResume(this::keepServing);
    }

    private Mono<SigningKeySet> read() {
        return table.all().flatMap(rotation::makeTheKeyThatIsDue).doOnNext(this::remember);
    }

    private void remember(SigningKeySet keys) {
        known = keys;
        readAt = clock.tokenTime();
    }

    private Mono<SigningKeySet> keepServing(Throwable error) {
        if (known.keys().isEmpty()) {
            return Mono.error(error);
        }
        LOG.warn("signing keys not read again, last read {}: {}", readAt, error.toString());
        return Mono.just(known);
    }
}
