package io.latchkey.payment.money;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;

/**
 * Money that came in.
 *
 * @param ref the provider's name for it
 * @param subscription ours that it pays; null for a pack, and when nobody wanted it
 * @param refundedMinor what of it went back
 * @param withheldMinor what of it the reader's bank keeps from the site
 */
@Table("payment")
public record Payment(
        @Embedded.Empty ReaderKey reader,
        @Column("payment_id") UUID id,
        String provider,
        @Column("provider_ref") String ref,
        @Column("checkout_id") @Nullable UUID checkout,
        @Column("subscription_id") @Nullable UUID subscription,
        @Column("plan_id") @Nullable PlanId plan,
        @Embedded.Empty Price price,
        long refundedMinor,
        long withheldMinor,
        Instant paidAt) {

    /** What is left of it, in minor units. */
    public long keptMinor() {
        return Math.max(0, price.amountMinor() - refundedMinor - withheldMinor);
    }
}
