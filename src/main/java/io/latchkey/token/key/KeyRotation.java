package io.latchkey.token.key;

import io.latchkey.shared.time.Clock;
import java.time.Instant;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Makes the next key: the first one and one after a withdrawal at once, any other announced ahead
 * of its use, so that no verifier ever meets a key that it could not have seen.
 */
@Component
@EnableConfigurationProperties(TokenSettings.class)
class KeyRotation {

    private final SigningKeys table;
    private final TokenSettings settings;
    private final Clock clock;

    KeyRotation(SigningKeys table, TokenSettings settings, Clock clock) {
        this.table = table;
        this.settings = settings;
        this.clock = clock;
    }

    /** The keys, after adding one if none can sign or the youngest has grown old. */
    Mono<SigningKeySet> makeTheKeyThatIsDue(SigningKeySet keys) {
        Instant now = clock.tokenTime();
        if (keys.signingAt(now).isEmpty()) {
            return add(keys, now).then(table.all());
        }
        boolean old = keys.youngest()
                .filter(key -> key.signsFrom().plus(settings.rotationAge()).isBefore(now))
                .isPresent();
        return old ? add(keys, announced(now)).then(table.all()) : Mono.just(keys);
    }

    /** Announces a new key, unless one is announced already. */
    Mono<Void> rotate() {
        Instant now = clock.tokenTime();
        return table.all().filter(keys -> keys.announcedAt(now).isEmpty()).flatMap(keys -> add(keys, announced(now)));
    }

    /**
     * Of replicas that decided on the same keys, one adds a key. Making a key pair is work, and the
     * entropy source may block: not on the database's event loop, where the keys arrive.
     */
    private Mono<Void> add(SigningKeySet seen, Instant signsFrom) {
        return Mono.just(seen)
                .publishOn(Schedulers.boundedElastic())
                .flatMap(keys ->
                        table.addIfNext(KeyPairs.generate(keys.nextGeneration(), signsFrom), clock.tokenTime()));
    }

    private static Instant announced(Instant now) {
        return now.plus(SigningKeySet.PUBLISHED_BEFORE_SIGNING);
    }
}
