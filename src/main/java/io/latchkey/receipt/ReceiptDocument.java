package io.latchkey.receipt;

import io.latchkey.site.SiteId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The canonical JSON of a whole receipt: what is hashed and signed. It names no reader.
 *
 * @param text in the one spelling of RFC 8785
 */
record ReceiptDocument(String text) {

    /** RFC 8785, section 3.2.2.3 writes numbers as doubles, which hold integers up to here. */
    private static final long LARGEST_INTEGER = (1L << 53) - 1;

    /**
     * A place in a reader's chain.
     *
     * @param number 1 for the first
     * @param previousHash of the receipt before; null for the first
     */
    record Place(long number, @Nullable String previousHash) {}

    static ReceiptDocument of(
            UUID id,
            Receipt.Kind kind,
            SiteId site,
            Place place,
            Instant receivedAt,
            Map<String, Object> content,
            JsonMapper json) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", id.toString());
        members.put("kind", kind.word());
        members.put("site", site.value());
        members.put("number", place.number());
        if (place.previousHash() != null) {
            members.put("previousHash", place.previousHash());
        }
        members.put("receivedAt", receivedAt.toString());
        JsonNode contentTree = json.valueToTree(content);
        refuseWhatLosesDigits(contentTree);
        members.put("content", contentTree);
        return new ReceiptDocument(CanonicalJson.of(json.writeValueAsString(members)));
    }

    String hash() {
        return CanonicalJson.sha256(text);
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void refuseWhatLosesDigits(JsonNode node) {
        boolean exact =
                !node.isIntegralNumber() || (node.canConvertToLong() && Math.abs(node.longValue()) <= LARGEST_INTEGER);
        if (!exact) {
            throw new IllegalArgumentException("an integer of a receipt is beyond 2^53 - 1");
        }
        node.forEach(ReceiptDocument::refuseWhatLosesDigits);
    }
}
