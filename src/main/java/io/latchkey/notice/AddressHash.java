package io.latchkey.notice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Evidence of where a letter went that holds no address: whoever has the address and the site's
 * secret can tell that it was this one, and nobody can read it back.
 */
final class AddressHash {

    private AddressHash() {}

    static byte[] of(String address, byte[] siteSecret) {
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(siteSecret, "HmacSHA256"));
            // So that it is no hash of anything else that this secret is used for.
            return hmac.doFinal(("mailto:" + address.toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
