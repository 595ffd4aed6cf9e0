package io.latchkey.token;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.token.key.KeyRing;
import io.latchkey.token.key.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Verifies our own tokens, strictly: whatever is not as we write it is refused. */
@Component
public class TokenVerifier {

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    /** The end of the year 9999: nothing of ours is later, and any sum with it is a date. */
    private static final long LATEST_TIME = 253_402_300_799L;

    private static final long LARGEST_SAFE_INTEGER = (1L << 53) - 1;

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
                .flatMap(kid -> key(kid).flatMap(key -> Mono.justOrEmpty(read(token, type, key))))
                .switchIfEmpty(Mono.error(TokenProblem.INVALID_TOKEN::problem));
    }

    private Mono<SigningKey> key(String kid) {
        Instant now = clock.tokenTime();
        return ring.keys()
                .flatMap(keys -> Mono.justOrEmpty(keys.verifying(kid, now)))
                .switchIfEmpty(
                        Mono.defer(ring::keysReadAgain).flatMap(keys -> Mono.justOrEmpty(keys.verifying(kid, now))));
    }

    private Optional<VerifiedToken> read(String token, TokenType type, SigningKey key) {
        try {
            Jwts.parser()
                    .json(json)
                    .verifyWith(key.publicKey())
                    .clock(() -> Date.from(clock.tokenTime()))
                    .clockSkewSeconds(CLOCK_SKEW.toSeconds())
                    .requireIssuer(issuer)
                    .build()
                    .parseSignedClaims(token);
            return verified(TokenShape.claimsOf(token), type);
        } catch (JwtException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * jjwt checks {@code exp} where it stands, and takes a text for a number and a list of one for
     * its member. That all claims stand, as we write them and for no longer than we issue (RFC
     * 8725, section 3.9 and RFC 7519, section 2: a NumericDate is a number), is checked here.
     */
    private Optional<VerifiedToken> verified(Map<String, ?> claims, TokenType type) {
        Instant issuedAt = seconds(claims.get("iat"));
        Instant expiresAt = seconds(claims.get("exp"));
        if (claims.get("jti") instanceof String id
                && claims.get("sub") instanceof String subject
                && claims.get("aud") instanceof String audience
                && issuedAt != null
                && expiresAt != null
                && !issuedAt.isAfter(clock.tokenTime().plus(CLOCK_SKEW))
                && !expiresAt.isAfter(issuedAt.plus(type.longestLife()).plus(CLOCK_SKEW))
                && (claims.get("nbf") == null || seconds(claims.get("nbf")) != null)
                && claims.values().stream().allMatch(TokenVerifier::flat)) {
            return Optional.of(
                    new VerifiedToken(id, subject, audience, expiresAt, Collections.unmodifiableMap(claims)));
        }
        return Optional.empty();
    }

    /**
     * Parsers differ in how deep they go and in the numbers that they can hold: nothing of ours is
     * deeper than a list of texts, and our numbers are integers that a double holds too.
     */
    private static boolean flat(@Nullable Object claim) {
        return switch (claim) {
            case null -> true;
            case String _, Boolean _ -> true;
            case Integer _ -> true;
            case Long number -> Math.abs(number) <= LARGEST_SAFE_INTEGER;
            case List<?> list -> list.stream().allMatch(String.class::isInstance);
            default -> false;
        };
    }

    private static @Nullable Instant seconds(@Nullable Object claim) {
        return claim instanceof Integer || claim instanceof Long ? inRange(((Number) claim).longValue()) : null;
    }

    private static @Nullable Instant inRange(long seconds) {
        return seconds >= 0 && seconds <= LATEST_TIME ? Instant.ofEpochSecond(seconds) : null;
    }

    /**
     * A token that was found to be ours and in force.
     *
     * @param audience the site it is for
     * @param claims all of them
     */
    public record VerifiedToken(String id, String subject, String audience, Instant expiresAt, Map<String, ?> claims) {}
}
