package io.latchkey.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What can be told of a token before its signature: that it is one of ours in form. Whatever could
 * steer the verification (alg, jwk, jku, x5c, crit, zip) is refused unread (RFC 8725, section
 * 3.10).
 */
final class TokenShape {

    /** Ours are below 3 kB; more is not worth a hash. */
    private static final int LONGEST = 8_192;

    /** Three base64url parts without padding; an ES256 signature has 64 bytes, so 86 characters. */
    private static final Pattern COMPACT =
            Pattern.compile("[A-Za-z0-9_-]{2,1024}\\.[A-Za-z0-9_-]{2,8000}\\.[A-Za-z0-9_-]{86}");

    private static final Set<String> HEADER_NAMES = Set.of("alg", "typ", "kid");
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{43}");

    private TokenShape() {}

    /** The key id of a token of this type, if its header is exactly as we write it. */
    static Optional<String> kidOf(String token, TokenType type) {
        if (token.length() > LONGEST || !COMPACT.matcher(token).matches()) {
            return Optional.empty();
        }
        if (!canonicalParts(token)) {
            return Optional.empty();
        }
        return header(token.split("\\.", -1)[0])
                .filter(header -> header.keySet().equals(HEADER_NAMES))
                .filter(header -> "ES256".equals(header.get("alg")))
                .filter(header -> type.headerValue().equals(header.get("typ")))
                .flatMap(header -> header.get("kid") instanceof String kid ? Optional.of(kid) : Optional.empty())
                .filter(kid -> KID.matcher(kid).matches());
    }

    /** Whether no part could be spelled otherwise and mean the same. */
    static boolean canonicalParts(String jws) {
        return Stream.of(jws.split("\\.", -1)).allMatch(TokenShape::canonical);
    }

    /** Unused bits at a part's end must be zero, or one token has several spellings. */
    private static boolean canonical(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The claims just as they stand in a token whose shape and signature were found good. */
    static Map<String, ?> claimsOf(String token) {
        return json(token.split("\\.", -1)[1]);
    }

    private static Optional<Map<String, ?>> header(String part) {
        try {
            return Optional.of(json(part));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Only what we would write again letter by letter: no blank, no escape, no 5.0 for 5. Verifiers
     * in other languages can tell it as easily, so that no two of them ever differ.
     */
    private static Map<String, ?> json(String part) {
        String text = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
        Map<String, ?> read = JwtJson.read(text);
        if (!JwtJson.spells(text, read)) {
            throw new IllegalArgumentException("JSON in another spelling than ours");
        }
        return read;
    }
}
