package io.latchkey.receipt;

import io.latchkey.receipt.ReceiptDocument.Place;
import io.latchkey.site.SiteId;
import io.latchkey.token.ReceiptSigner.Signature;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Embedded.OnEmpty;
import org.springframework.data.relational.core.mapping.Table;
import tools.jackson.databind.json.JsonMapper;

/**
 * A receipt as its row holds it.
 *
 * @param seal null for one written before receipts were signed
 */
@Table("receipt")
record StoredReceipt(
        @Column("receipt_id") UUID id,
        Receipt.Kind kind,
        @Column("site_id") SiteId site,
        @Embedded.Empty SignedContent content,
        Instant receivedAt,
        @Embedded.Nullable @Nullable Seal seal) {

    /**
     * What holds a receipt fast.
     *
     * @param hash of the document
     * @param document canonical JSON
     */
    record Seal(
            @Embedded(onEmpty = OnEmpty.USE_NULL) Place place,
            String hash,
            String document,
            @Embedded(onEmpty = OnEmpty.USE_NULL) Signature signature) {}

    Receipt receipt() {
        return new Receipt(id, kind, content.original(), receivedAt);
    }

    /**
     * Whether every column says what the document says, and the hash is the document's; that the
     * document is ours, its signature tells.
     */
    boolean agreesWith(Seal claimed, JsonMapper json) {
        ReceiptDocument told = ReceiptDocument.of(id, kind, site, claimed.place(), receivedAt, content.members(), json);
        return told.text().equals(claimed.document()) && told.hash().equals(claimed.hash()) && content.reasonIsTrue();
    }
}
