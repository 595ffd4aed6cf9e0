package io.latchkey.reader.signin.openid;

import io.latchkey.shared.time.Clock;
import io.latchkey.token.ForeignTokens;
import java.net.URI;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The keys of sites' OpenID providers, kept for some minutes. A key that is not among them is
 * looked for at once, because providers rotate; but not again within a pause, because whoever makes
 * a token up may name any key. A provider that fails is left alone for as long.
 */
@Component
class ProviderKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderKeys.class);
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final int MOST_PROVIDERS = 10_000;

    private final Map<URI, Fetched> known = new ConcurrentHashMap<>();
    private final Map<URI, Mono<Fetched>> underWay = new ConcurrentHashMap<>();
    private final ProviderCalls calls;
    private final Clock clock;

    ProviderKeys(ProviderCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * What an address gave.
     *
     * @param good false when it gave no keys
     */
    private record Fetched(Map<String, PublicKey> keys, Instant at, boolean good) {}

    /** The key; empty when there is none, refused when the provider cannot be asked. */
    Mono<PublicKey> key(URI address, String kid) {
        return fetched(address, KEPT)
                .flatMap(found -> found.keys().containsKey(kid) ? Mono.just(found) : fetched(address, PAUSE))
                .flatMap(found -> found.good()
                        ? Mono.justOrEmpty(found.keys().get(kid))
                        : Mono.error(OpenIdProblem.OPENID_PROVIDER_UNAVAILABLE.problem()));
    }

    private Mono<Fetched> fetched(URI address, Duration goodFor) {
        Fetched found = known.get(address);
        return found != null && clock.tokenTime().isBefore(end(found, goodFor))
                ? Mono.just(found)
                : underWay.computeIfAbsent(address, this::fetch);
    }

    private static Instant end(Fetched found, Duration goodFor) {
        return found.at().plus(found.good() ? goodFor : PAUSE);
    }

    /** Once for all who wait for it. */
    private Mono<Fetched> fetch(URI address) {
        return Mono.defer(() -> {
                    Instant at = clock.tokenTime();
                    return calls.get(address)
                            .map(text -> new Fetched(ForeignTokens.keysIn(text), at, true))
                            .onErrorResume(error -> {
                                LOG.warn(
                                        "keys of OpenID provider at {} not fetched: {}",
                                        address.getRawAuthority(),
                                        error.getClass().getName());
                                return Mono.just(new Fetched(Map.of(), at, false));
                            });
                })
                .doOnNext(found -> keep(address, found))
                .doFinally(_ -> underWay.remove(address))
                .cache();
    }

    private void keep(URI address, Fetched found) {
        if (known.size() >= MOST_PROVIDERS) {
            known.clear();
        }
        known.put(address, found);
    }
}
