package io.latchkey.receipt;

import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.receipt.StoredReceipt.Seal;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a receipt to anyone who has its id; it names no reader.
 *
 * @param valid whether the receipt is as it was signed
 * @param number its place in its reader's chain, from 1 on
 * @param hash SHA-256 of the document, in hexadecimal
 * @param previousHash of the receipt before it; absent for the first
 * @param document the canonical JSON (RFC 8785) that was signed
 * @param signature compact JWS with the document as its payload
 * @param keyId of a key in {@code /.well-known/receipt-keys.json}
 */
record ReceiptVerification(
        boolean valid,
        UUID id,
        Receipt.@Nullable Kind kind,
        @Nullable String site,
        @Nullable Long number,
        @Nullable Instant receivedAt,
        @Nullable String hash,
        @Nullable String previousHash,
        @Nullable String document,
        @Nullable String signature,
        @Nullable String keyId,
        Chain chain) {

    /** The state of the chain around a receipt. */
    enum Chain {
        WHOLE,
        BROKEN;

        /** As the contract writes it. */
        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static ReceiptVerification of(StoredReceipt stored, Seal seal, boolean valid, boolean whole) {
        return new ReceiptVerification(
                valid,
                stored.id(),
                stored.kind(),
                stored.site().value(),
                seal.place().number(),
                stored.receivedAt(),
                seal.hash(),
                seal.place().previousHash(),
                seal.document(),
                seal.signature().jws(),
                seal.signature().keyId(),
                whole ? Chain.WHOLE : Chain.BROKEN);
    }

    /** Of a receipt that was issued and is gone. */
    static ReceiptVerification lost(UUID id) {
        return new ReceiptVerification(false, id, null, null, null, null, null, null, null, null, null, Chain.BROKEN);
    }
}
