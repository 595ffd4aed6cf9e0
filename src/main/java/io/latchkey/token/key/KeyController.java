package io.latchkey.token.key;

import io.latchkey.shared.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The operator rotates keys and withdraws a compromised one. */
@RestController
class KeyController {

    private final KeyRotation rotation;
    private final SigningKeys table;
    private final KeyRing ring;
    private final Clock clock;

    KeyController(KeyRotation rotation, SigningKeys table, KeyRing ring, Clock clock) {
        this.rotation = rotation;
        this.table = table;
        this.ring = ring;
        this.clock = clock;
    }

    @PostMapping("/v1/keys/rotation")
    Mono<KeyList> rotate() {
        return rotation.rotate().then(Mono.defer(ring::readNow)).map(this::listed);
    }

    @DeleteMapping("/v1/keys/{kid}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> withdraw(@PathVariable String kid) {
        return table.withdraw(kid, clock.tokenTime())
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(KeyProblem.UNKNOWN_KEY::problem))
                .flatMap(_ -> ring.forget(kid));
    }

    private KeyList listed(SigningKeySet keys) {
        Instant now = clock.tokenTime();
        @Nullable String signing = keys.signingAt(now).map(SigningKey::kid).orElse(null);
        return new KeyList(keys.publishedAt(now).stream()
                .map(key -> new ListedKey(key.kid(), key.kid().equals(signing), key.signsFrom(), key.retiredAt()))
                .toList());
    }

    record KeyList(List<ListedKey> keys) {}

    record ListedKey(
            String kid,
            boolean signing,
            Instant signsFrom,
            @Nullable Instant retiredAt) {}
}
