package io.latchkey.receipt;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;

/**
 * A receipt's content as it is signed: the reader's own words, which may say who they are, stand
 * beside it and go with the salt when the reader is erased. What then remains of them is a hash
 * that no guess can be tried on, and the signature stays good.
 *
 * @param members with {@code reasonHash} in the place of {@code reason}
 * @param reason null where none was given or where it was erased
 * @param salt null where the reason is
 */
record SignedContent(
        @Column("content") Map<String, Object> members,
        @Nullable String reason,
        @Column("reason_salt") @Nullable String salt) {

    private static final String REASON = "reason";
    private static final String REASON_HASH = "reasonHash";
    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    static SignedContent of(Map<String, Object> content) {
        if (!(content.get(REASON) instanceof String reason)) {
            return new SignedContent(content, null, null);
        }
        byte[] bytes = new byte[SALT_BYTES];
        RANDOM.nextBytes(bytes);
        String salt = HexFormat.of().formatHex(bytes);
        Map<String, Object> members = new LinkedHashMap<>(content);
        members.remove(REASON);
        members.put(REASON_HASH, CanonicalJson.sha256(salt + reason));
        return new SignedContent(members, reason, salt);
    }

    /** As it was before, without the reason once that is erased. */
    Map<String, Object> original() {
        Map<String, Object> content = new LinkedHashMap<>(members);
        if (content.remove(REASON_HASH) != null && reason != null) {
            content.put(REASON, reason);
        }
        return content;
    }

    /** Whether the reason is the one that was signed, or gone altogether. */
    boolean reasonIsTrue() {
        return reason == null
                ? salt == null
                : salt != null && CanonicalJson.sha256(salt + reason).equals(members.get(REASON_HASH));
    }
}
