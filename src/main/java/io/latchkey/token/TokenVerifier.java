package io.latchkey.token;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.latchkey.shared.Clock;
import io.latchkey.shared.LatchkeySettings;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;

/** Verifies our own tokens, strictly: whatever is not as we write it is refused. */
@Component
public class TokenVerifier {

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private final KeyRing ring;
    private final Clock clock;
    private final String issuer;
    private final JwtJson.Parser json = new JwtJson.Parser();

    TokenVerifier(KeyRing ring, Clock clock, LatchkeySettings settings) {
        this.ring = ring;
        this.clock = clock;
        this.issuer = settings.issuer().toString();
    }

    /** What the token says; refuses with {@code invalid-token} and no reason, which would teach. */
    public Mono<VerifiedToken> verify(String token, TokenType type) {
        return Mono.justOrEmpty(TokenShape.kidOf(token, type))
                .flatMap(kid -> key(kid).flatMap(key -> Mono.justOrEmpty(read(token, key))))
                .switchIfEmpty(Mono.error(TokenProblem.INVALID_TOKEN::problem));
    }

    private Mono<SigningKey> key(String kid) {
        Instant now = clock.tokenTime();
        return ring.keys()
                .flatMap(keys -> Mono.justOrEmpty(keys.verifying(kid, now)))
                .switchIfEmpty(
                        Mono.defer(ring::keysReadAgain)
                                .flatMap(keys -> Mono.justOrEmpty(keys.verifying(kid, now))));
    }

    private Optional<VerifiedToken> read(String token, SigningKey key) {
        try {
            Claims claims =
                    Jwts.parser()
                            .json(json)
                            .verifyWith(key.publicKey())
                            .clock(() -> Date.from(clock.tokenTime()))
                            .clockSkewSeconds(CLOCK_SKEW.toSeconds())
                            .requireIssuer(issuer)
                            .build()
                            .parseSignedClaims(token)
                            .getPayload();
            return verified(claims);
        } catch (JwtException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * jjwt checks {@code exp} where it stands; that it stands, and {@code iat}, is checked here.
     */
    private Optional<VerifiedToken> verified(Claims claims) {
        String audience = soleAudience(claims);
        Date issuedAt = claims.getIssuedAt();
        Date expiresAt = claims.getExpiration();
        Instant latestIssue = clock.tokenTime().plus(CLOCK_SKEW);
        if (audience == null
                || claims.getSubject() == null
                || claims.getId() == null
                || issuedAt == null
                || expiresAt == null
                || issuedAt.toInstant().isAfter(latestIssue)) {
            return Optional.empty();
        }
        return Optional.of(
                new VerifiedToken(
                        claims.getId(),
                        claims.getSubject(),
                        audience,
                        expiresAt.toInstant(),
                        claims));
    }

    private static @Nullable String soleAudience(Claims claims) {
        return claims.getAudience() != null && claims.getAudience().size() == 1
                ? claims.getAudience().iterator().next()
                : null;
    }

    /**
     * A token that was found to be ours and in force.
     *
     * @param audience the site it is for
     * @param claims all of them
     */
    public record VerifiedToken(
            String id,
            String subject,
            String audience,
            Instant expiresAt,
            Map<String, Object> claims) {}
}
