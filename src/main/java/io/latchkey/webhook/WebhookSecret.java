package io.latchkey.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that a webhook's requests are signed with, by the scheme of Standard Webhooks 1.0. */
final class WebhookSecret {

    private static final String PREFIX = "whsec_";
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    WebhookSecret(byte[] key) {
        this.key = key.clone();
    }

    static WebhookSecret generate() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return new WebhookSecret(key);
    }

    /** Under what it is encrypted, so that no webhook's secret can stand in for another's. */
    static String sealedAs(UUID webhook) {
        return "webhook:" + webhook;
    }

    byte[] key() {
        return key.clone();
    }

    /** As the publisher holds it. */
    String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /** The signature of a message: {@code v1,} and the MAC of id, timestamp and body in base64. */
    String sign(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "WebhookSecret";
    }
}
