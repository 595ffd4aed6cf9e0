package io.latchkey.payment;

import io.latchkey.payment.provider.BilledDispute;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment that the reader's bank called back.
 *
 * @param amountMinor how much of it
 * @param openedAt when the bank said so
 * @param closedAt when we heard what it decided; null while it has not
 */
record Dispute(
        UUID id,
        UUID payment,
        long amountMinor,
        String currency,
        BilledDispute.Status status,
        Instant openedAt,
        @Nullable Instant closedAt) {}
