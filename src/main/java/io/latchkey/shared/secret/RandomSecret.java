package io.latchkey.shared.secret;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** A secret in a link or a cookie: 256 random bits in base64url, stored as a SHA-256 hash. */
public final class RandomSecret {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private RandomSecret() {}

    /** A new one. */
    public static String fresh() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return text(bytes);
    }

    /** Another one, which follows from a secret and does not tell it. */
    public static String derived(String secret) {
        return text(hash(secret));
    }

    /** Whether it could be one. */
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** So many bits need no salt and no slow hash. */
    public static byte[] hash(String secret) {
        return Sha256.of(secret);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
