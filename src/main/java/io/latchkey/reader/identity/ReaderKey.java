package io.latchkey.reader.identity;

import io.latchkey.site.SiteId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.data.relational.core.mapping.Column;

/**
 * Names one reader of one site: the key of every row that belongs to a reader.
 *
 * @param id derived from the site's ref, or random for an anonymous reader; a UUIDv8 either way
 */
public record ReaderKey(
        @Column("site_id") SiteId site, @Column("reader_id") UUID id) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * The key of the reader whom the site knows by this ref: always the same, found without a
     * look-up.
     */
    public static ReaderKey known(SiteId site, Ref ref, byte[] idSecret) {
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(idSecret, "HmacSHA256"));
            return new ReaderKey(site, version8(hmac.doFinal(ref.value().getBytes(StandardCharsets.UTF_8))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    /** As the parameters {@code :site} and {@code :reader} of SQL text. */
    public Map<String, Object> parameters() {
        return Map.of("site", site.value(), "reader", id);
    }

    /** A fresh key for a reader whom nobody knows. */
    public static ReaderKey anonymous(SiteId site) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return new ReaderKey(site, version8(bytes));
    }

    /** RFC 9562, section 5.8: 122 bits of our own, the version 8 and the variant. */
    private static UUID version8(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long high = (buffer.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
        long low = (buffer.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
