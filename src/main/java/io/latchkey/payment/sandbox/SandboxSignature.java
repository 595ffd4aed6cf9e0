package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.IncomingEvent;
import io.latchkey.payment.provider.IncomingEvent.NotOurs;
import io.latchkey.payment.provider.IncomingEvent.PaymentChanged;
import io.latchkey.payment.provider.IncomingEvent.SubscriptionChanged;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import io.latchkey.shared.web.LatchkeySettings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs the sandbox's events, HMAC-SHA-256 over time and raw body, and checks those that come in by
 * HTTP. The sandbox stores its own without that detour.
 */
@Component
@WhenSandbox
class SandboxSignature {

    static final String HEADER = "Latchkey-Sandbox-Signature";

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Pattern SHAPE = Pattern.compile("t=(\\d{1,12}),v1=([0-9a-f]{64})");

    private final byte[] secret;
    private final JsonMapper json;

    /** The secret comes from the master key, so that every replica has the same. */
    SandboxSignature(LatchkeySettings settings, JsonMapper json) {
        String master = settings.masterKey();
        this.secret = hmac(
                (master == null ? "" : master).getBytes(StandardCharsets.UTF_8),
                "latchkey sandbox events".getBytes(StandardCharsets.UTF_8));
        this.json = json;
    }

    /** The header's value for a body that is sent at this time. */
    String sign(byte[] body, Instant now) {
        long seconds = now.getEpochSecond();
        return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac(seconds, body));
    }

    /** What the event is about; refuses one that this service did not sign lately. */
    IncomingEvent verified(HttpHeaders headers, byte[] body, Instant now) {
        Matcher parts = SHAPE.matcher(orEmpty(headers.getFirst(HEADER)));
        if (!parts.matches()) {
            throw forged();
        }
        long seconds = Long.parseLong(parts.group(1));
        Duration age = Duration.between(Instant.ofEpochSecond(seconds), now).abs();
        byte[] claimed = HexFormat.of().parseHex(parts.group(2));
        if (!MessageDigest.isEqual(claimed, mac(seconds, body)) || age.compareTo(TOLERANCE) > 0) {
            throw forged();
        }
        return event(body);
    }

    private IncomingEvent event(byte[] body) {
        try {
            JsonNode event = json.readTree(body);
            String id = event.path("id").asString("");
            String ref = event.path("ref").asString("");
            return switch (event.path("kind").asString("")) {
                case "subscription" -> new SubscriptionChanged(id, ref);
                case "payment" -> new PaymentChanged(id, ref);
                default -> new NotOurs(id, "neither a subscription nor a payment");
            };
        } catch (JacksonException notJson) {
            return new NotOurs("", "not JSON");
        }
    }

    private byte[] mac(long seconds, byte[] body) {
        byte[] time = (seconds + ".").getBytes(StandardCharsets.US_ASCII);
        byte[] signed = new byte[time.length + body.length];
        System.arraycopy(time, 0, signed, 0, time.length);
        System.arraycopy(body, 0, signed, time.length, body.length);
        return hmac(secret, signed);
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static ProviderException forged() {
        return new ProviderException(Reason.FORGED, "Not signed by this sandbox lately.");
    }
}
