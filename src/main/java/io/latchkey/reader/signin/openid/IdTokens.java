package io.latchkey.reader.signin.openid;

import io.latchkey.reader.signin.SignInRules.OpenId;
import io.latchkey.shared.time.Clock;
import io.latchkey.token.ForeignTokens;
import io.latchkey.token.ForeignTokens.Head;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Verifies ID tokens (OpenID Connect Core 1.0, section 3.1.3.7); refuses without a reason. */
@Component
class IdTokens {

    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(30);

    /** A session is begun with a token that was just made; what is used is remembered as long. */
    private static final Duration OLDEST = Duration.ofMinutes(10);

    private final ProviderKeys keys;
    private final Clock clock;

    IdTokens(ProviderKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * What a token that is in force says.
     *
     * @param forgottenAt when it could not be used again anyhow
     */
    record Verified(String subject, String nonce, Instant forgottenAt) {}

    /** Refuses with {@code invalid-id-token}. */
    Mono<Verified> verify(OpenId provider, String token, String nonce) {
        return Mono.justOrEmpty(ForeignTokens.headOf(token))
                .flatMap(head -> verify(provider, token, head))
                .flatMap(claims -> Mono.justOrEmpty(verified(provider, claims, nonce)))
                .switchIfEmpty(Mono.error(OpenIdProblem.INVALID_ID_TOKEN::problem));
    }

    private Mono<Map<String, ?>> verify(OpenId provider, String token, Head head) {
        return keys.key(provider.jwksUri(), head.kid())
                .flatMap(key ->
                        Mono.justOrEmpty(ForeignTokens.claimsOf(token, head, key, clock.tokenTime(), CLOCKS_DIFFER)));
    }

    private Optional<Verified> verified(OpenId provider, Map<String, ?> claims, String nonce) {
        Instant now = clock.tokenTime();
        Instant issued = seconds(claims.get("iat"));
        Instant expires = seconds(claims.get("exp"));
        boolean inForce = issued != null
                && expires != null
                && now.isBefore(expires.plus(CLOCKS_DIFFER))
                && !issued.isAfter(now.plus(CLOCKS_DIFFER))
                && !issued.isBefore(now.minus(OLDEST));
        return inForce
                        && provider.issuer().equals(claims.get("iss"))
                        && forUs(provider.clientId(), claims)
                        && nonce.equals(claims.get("nonce"))
                        && claims.get("sub") instanceof String subject
                        && !subject.isBlank()
                ? Optional.of(new Verified(subject, nonce, now.plus(OLDEST).plus(CLOCKS_DIFFER)))
                : Optional.empty();
    }

    /** For us, and made for us: among several audiences {@code azp} says for whom it was. */
    private static boolean forUs(String client, Map<String, ?> claims) {
        Object audience = claims.get("aud");
        Object party = claims.get("azp");
        boolean alone = client.equals(audience);
        boolean among = audience instanceof Collection<?> all && all.contains(client);
        boolean several = audience instanceof Collection<?> all && all.size() > 1;
        return (alone || among) && (party == null ? !several : client.equals(party));
    }

    private static @Nullable Instant seconds(@Nullable Object claim) {
        return claim instanceof Integer || claim instanceof Long
                ? Instant.ofEpochSecond(Math.clamp(((Number) claim).longValue(), 0, 253_402_300_799L))
                : null;
    }
}
