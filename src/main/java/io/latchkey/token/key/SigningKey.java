package io.latchkey.token.key;

import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An ES256 key pair and the times of its life.
 *
 * @param kid the RFC 7638 thumbprint of the public key
 * @param generation 1 for the first key of the service, then one more each
 * @param signsFrom when every replica and content server has seen it, and it begins to sign
 * @param retiredAt when a younger key began to sign; null while it is the youngest
 */
public record SigningKey(
        String kid,
        int generation,
        ECPrivateKey privateKey,
        ECPublicKey publicKey,
        Instant signsFrom,
        @Nullable Instant retiredAt) {

    /**
     * The longest life of any token that a key signs: an anonymous reader's. A retired key stays
     * published that long, and an hour for clocks that differ.
     */
    public static final Duration LONGEST_TOKEN_LIFE = Duration.ofDays(90);

    static final Duration PUBLISHED_AFTER_RETIREMENT = LONGEST_TOKEN_LIFE.plusHours(1);

    boolean publishedAt(Instant now) {
        return retiredAt == null || now.isBefore(retiredAt.plus(PUBLISHED_AFTER_RETIREMENT));
    }

    /** Excludes the private key. */
    @Override
    public String toString() {
        return "SigningKey[" + kid + ", generation " + generation + "]";
    }
}
