package io.latchkey.subscription.state;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;

/**
 * That a subscription was canceled.
 *
 * @param at when
 * @param receipt the receipt of that
 * @param former the status that undoing it restores; null once it is over
 */
record CancellationMark(
        @Column("canceled_at") Instant at,
        @Column("cancellation_receipt_id") UUID receipt,
        @Column("former_status") @Nullable SubscriptionStatus former) {

    CancellationMark former(@Nullable SubscriptionStatus status) {
        return new CancellationMark(at, receipt, status);
    }
}
