package io.latchkey.payment.money;

import io.latchkey.reader.identity.ReaderKey;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;

/**
 * Money that is to go back.
 *
 * @param amountMinor how much of the payment
 */
@Table("refund")
record Refund(
        @Embedded.Empty ReaderKey reader,
        @Column("refund_id") UUID id,
        @Column("payment_id") UUID payment,
        long amountMinor,
        Status status,
        Instant wantedAt) {

    /** What became of it. */
    enum Status {
        /** The provider is to be told. */
        WANTED,
        /** The provider took it on. */
        DONE,
        /** The provider never will. */
        REFUSED;

        /** The status as it is stored. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
