package io.latchkey.payment.provider;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the provider has it.
 *
 * @param ref the provider's name for it
 * @param checkout the checkout that it belongs to; for a subscription the one that it began with
 * @param subscription the provider's name for the subscription that it pays; null for a pack
 * @param customer the provider's name for the reader; null when it keeps none
 * @param price what was asked for, discounts taken off
 * @param refundedMinor what of it was paid back
 * @param disputes in which the reader's bank called it back
 * @param periodStart of the time that it pays; null for a pack
 * @param periodEnd of that time; null for a pack
 * @param paidAt when it arrived; null while it has not
 */
public record BilledPayment(
        String ref,
        ReaderKey reader,
        UUID checkout,
        PlanId plan,
        @Nullable String subscription,
        @Nullable String customer,
        Price price,
        long refundedMinor,
        List<BilledDispute> disputes,
        @Nullable Instant periodStart,
        @Nullable Instant periodEnd,
        @Nullable Instant paidAt) {

    /** What of it the reader's bank keeps from the site, in minor units. */
    public long withheldMinor() {
        long withheld =
                disputes.stream().mapToLong(BilledDispute::withheldMinor).sum();
        return Math.min(withheld, price.amountMinor());
    }

    /** What of it the reader has again, in minor units. */
    public long goneBackMinor() {
        long lost = disputes.stream()
                .filter(it -> it.status() == BilledDispute.Status.LOST)
                .mapToLong(BilledDispute::amountMinor)
                .sum();
        return Math.min(refundedMinor + lost, price.amountMinor());
    }
}
