package io.latchkey.payment;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money that came in.
 *
 * @param ref the provider's name for it
 * @param subscription ours that it pays; null for a pack, and when nobody wanted it
 * @param refundedMinor what of it went back
 * @param withheldMinor what of it the reader's bank keeps from the site
 */
record Payment(
        UUID id,
        ReaderKey reader,
        String ref,
        @Nullable UUID checkout,
        @Nullable UUID subscription,
        @Nullable PlanId plan,
        Price price,
        long refundedMinor,
        long withheldMinor,
        Instant paidAt) {

    /** What is left of it, in minor units. */
    long keptMinor() {
        return Math.max(0, price.amountMinor() - refundedMinor - withheldMinor);
    }
}
