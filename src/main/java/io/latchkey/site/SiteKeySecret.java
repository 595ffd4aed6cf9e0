package io.latchkey.site;

import io.latchkey.shared.secret.Sha256;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text that a site's server holds: {@code lk_<id>_<secret>}. The id finds the key's row; of the
 * secret, 256 random bits, only the SHA-256 is stored, which needs no salt at that strength.
 */
record SiteKeySecret(UUID id, String secret) {

    private static final Pattern SHAPE = Pattern.compile("lk_([0-9a-f]{32})_([A-Za-z0-9_-]{43})");
    private static final Pattern DASHES = Pattern.compile("(.{8})(.{4})(.{4})(.{4})(.{12})");
    private static final SecureRandom RANDOM = new SecureRandom();

    static SiteKeySecret generate(UUID id) {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new SiteKeySecret(id, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    static Optional<SiteKeySecret> parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            return Optional.empty();
        }
        String dashed = DASHES.matcher(shape.group(1)).replaceFirst("$1-$2-$3-$4-$5");
        return Optional.of(new SiteKeySecret(UUID.fromString(dashed), shape.group(2)));
    }

    String text() {
        return "lk_" + id.toString().replace("-", "") + "_" + secret;
    }

    byte[] hash() {
        return Sha256.of(secret);
    }

    /** In constant time, so that the answer's delay tells nothing of the stored hash. */
    boolean matches(byte[] storedHash) {
        return MessageDigest.isEqual(hash(), storedHash);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SiteKeySecret[" + id + "]";
    }
}
