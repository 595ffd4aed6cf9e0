package io.latchkey.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tokens that others signed with keys that they publish. Of all algorithms two are taken, and each
 * only with a key of its own kind (RFC 8725, sections 3.1 and 3.2): so {@code none}, and a public
 * key used as a shared secret, mean nothing here. Nothing in a header but {@code alg} and {@code
 * kid} steers anything.
 */
public final class ForeignTokens {

    private static final int LONGEST = 16_384;
    private static final int LONGEST_KID = 255;
    private static final int SHORTEST_RSA_BITS = 2_048;
    private static final int EC_BITS = 256;
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    /** Extensions that must be understood, and other encodings of the payload: ours are none. */
    private static final Set<String> REFUSED = Set.of("crit", "b64", "zip");

    private static final JwtJson.Parser JSON = new JwtJson.Parser();

    private ForeignTokens() {}

    /** What can be told of a token before its signature. */
    public record Head(String alg, String kid) {}

    /** The head of a signed token; empty when it is none that could be taken. */
    public static Optional<Head> headOf(String token) {
        if (token.length() > LONGEST || !COMPACT.matcher(token).matches()) {
            return Optional.empty();
        }
        return TokenShape.canonicalParts(token) ? headIn(token.split("\\.", -1)[0]) : Optional.empty();
    }

    private static Optional<Head> headIn(String part) {
        Map<String, ?> header;
        try {
            header = JwtJson.read(new String(Base64.getUrlDecoder().decode(part), UTF_8));
        } catch (RuntimeException malformed) {
            return Optional.empty();
        }
        // An access token of the same issuer is no ID token (RFC 8725, section 3.11).
        boolean jwt = !(header.get("typ") instanceof String typ) || "JWT".equalsIgnoreCase(typ);
        boolean plain = Collections.disjoint(header.keySet(), REFUSED);
        return jwt
                        && plain
                        && header.get("alg") instanceof String alg
                        && header.get("kid") instanceof String kid
                        && kid.length() <= LONGEST_KID
                ? Optional.of(new Head(alg, kid))
                : Optional.empty();
    }

    /** The claims, if the key signed them by the algorithm that the head names. */
    public static Optional<Map<String, ?>> claimsOf(
            String token, Head head, PublicKey key, Instant now, Duration clocksDiffer) {
        if (!fits(head.alg(), key)) {
            return Optional.empty();
        }
        try {
            Jwts.parser()
                    .json(JSON)
                    .verifyWith(key)
                    .clock(() -> Date.from(now))
                    .clockSkewSeconds(clocksDiffer.toSeconds())
                    .build()
                    .parseSignedClaims(token);
            return Optional.of(Collections.unmodifiableMap(TokenShape.claimsOf(token)));
        } catch (JwtException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean fits(String alg, PublicKey key) {
        return switch (alg) {
            case "RS256" -> key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= SHORTEST_RSA_BITS;
            case "ES256" ->
                key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == EC_BITS;
            default -> false;
        };
    }

    /** The keys that verify signatures in a JWK set, by their ids; throws when it is none. */
    public static Map<String, PublicKey> keysIn(String jwks) {
        Map<String, PublicKey> keys = new HashMap<>();
        for (Jwk<?> jwk : Jwks.setParser().json(JSON).build().parse(jwks)) {
            boolean verifies = !"enc".equals(jwk.get("use"));
            if (verifies && jwk instanceof PublicJwk<?> known && known.getId() != null) {
                keys.put(known.getId(), known.toKey());
            }
        }
        return Map.copyOf(keys);
    }
}
