package io.latchkey.receipt;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A receipt as its holder sees it: what every receipt has, then what this kind records.
 *
 * @param receivedAt when it reached us
 * @param content written as members beside the others
 */
public record ReceiptBody(
        UUID id,
        Receipt.Kind kind,
        Instant receivedAt,
        @JsonAnyGetter @Schema(hidden = true) Map<String, Object> content) {

    /** The receipt in that shape. */
    public static ReceiptBody of(Receipt receipt) {
        return new ReceiptBody(receipt.id(), receipt.kind(), receipt.receivedAt(), receipt.content());
    }
}
