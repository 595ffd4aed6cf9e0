package io.latchkey.payment.money;

import io.latchkey.payment.provider.BilledDispute;
import io.latchkey.reader.identity.ReaderKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A payment that the reader's bank called back.
 *
 * @param ref the provider's name for it
 * @param amountMinor how much of it
 * @param openedAt when the bank said so
 * @param closedAt when we heard what it decided; null while it has not
 */
@Table("dispute")
public record Dispute(
        @Embedded.Empty ReaderKey reader,
        @Column("dispute_id") UUID id,
        @Column("provider_ref") String ref,
        @Column("payment_id") UUID payment,
        long amountMinor,
        String currency,
        BilledDispute.Status status,
        Instant openedAt,
        @Nullable Instant closedAt) {

    /** As this one, once its bank said more. */
    public Dispute now(BilledDispute there, @Nullable Instant closed) {
        return new Dispute(reader, id, ref, payment, there.amountMinor(), currency, there.status(), openedAt, closed);
    }
}
