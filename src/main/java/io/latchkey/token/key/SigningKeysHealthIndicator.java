package io.latchkey.token.key;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Ready once a key can sign; from then on, whatever happens to the database. */
@Component("signingKeysHealthIndicator")
class SigningKeysHealthIndicator implements ReactiveHealthIndicator {

    private final KeyRing ring;

    SigningKeysHealthIndicator(KeyRing ring) {
        this.ring = ring;
    }

    @Override
    public Mono<Health> health() {
        return Mono.fromSupplier(
                () -> ring.ready() ? Health.up().build() : Health.outOfService().build());
    }
}
