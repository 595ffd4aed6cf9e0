package io.latchkey.payment.stripe;

import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's signature of an event: HMAC-SHA-256 over time and raw body, several of them while a
 * secret is being replaced.
 */
final class StripeSignature {

    static final String HEADER = "Stripe-Signature";

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final int LONGEST_HEADER = 2_000;
    private static final Pattern TIME = Pattern.compile("\\d{1,12}");
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{64}");

    private final List<String> secrets;

    StripeSignature(List<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /** Refuses a body that was not signed under one of the secrets, lately. */
    void verify(@Nullable String header, byte[] body, Instant now) {
        if (header == null || header.length() > LONGEST_HEADER) {
            throw forged();
        }
        List<String> times = new ArrayList<>();
        List<byte[]> claims = new ArrayList<>();
        for (String part : header.split(",", -1)) {
            String trimmed = part.strip();
            if (trimmed.startsWith("t=")) {
                times.add(trimmed.substring(2));
            } else if (trimmed.startsWith("v1=")
                    && MAC.matcher(trimmed.substring(3)).matches()) {
                claims.add(HexFormat.of().parseHex(trimmed.substring(3)));
            }
        }
        // A second time would leave open which of them was signed.
        if (times.size() != 1 || !TIME.matcher(times.getFirst()).matches()) {
            throw forged();
        }
        Instant signedAt = Instant.ofEpochSecond(Long.parseLong(times.getFirst()));
        Duration age = Duration.between(signedAt, now).abs();
        if (!signed(times.getFirst(), body, claims) || age.compareTo(TOLERANCE) > 0) {
            throw forged();
        }
    }

    private boolean signed(String time, byte[] body, List<byte[]> claims) {
        boolean found = false;
        for (String secret : secrets) {
            byte[] expected = mac(secret, time, body);
            for (byte[] claim : claims) {
                found |= MessageDigest.isEqual(claim, expected);
            }
        }
        return found;
    }

    static byte[] mac(String secret, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static ProviderException forged() {
        return new ProviderException(Reason.FORGED, "Not signed by Stripe lately.");
    }
}
