package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.BilledPayment;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A payment in the sandbox's books.
 *
 * @param subscription the sandbox's name for the one that it pays; null for a pack
 * @param refunds what went back, by the key of the request
 * @param periodStart of the time that it pays; null for a pack
 * @param periodEnd of that time; null for a pack
 * @param paidAt null when it was declined
 */
record SandboxPayment(
        UUID id,
        ReaderKey reader,
        UUID checkout,
        PlanId plan,
        @Nullable String subscription,
        Price price,
        Map<String, Long> refunds,
        boolean disputed,
        @Nullable Instant periodStart,
        @Nullable Instant periodEnd,
        @Nullable Instant paidAt) {

    /** What is left of it, in minor units. */
    long keptMinor() {
        return disputed || paidAt == null ? 0 : price.amountMinor() - refundedMinor();
    }

    private long refundedMinor() {
        return refunds.values().stream().mapToLong(Long::longValue).sum();
    }

    /** This much goes back; the same key again changes nothing. */
    SandboxPayment refunded(String key, long amountMinor) {
        Map<String, Long> all = new LinkedHashMap<>(refunds);
        all.putIfAbsent(key, amountMinor);
        return with(all, disputed);
    }

    /** The pretended bank calls it back. */
    SandboxPayment calledBack() {
        return with(refunds, true);
    }

    private SandboxPayment with(Map<String, Long> newRefunds, boolean nowDisputed) {
        return new SandboxPayment(
                id,
                reader,
                checkout,
                plan,
                subscription,
                price,
                newRefunds,
                nowDisputed,
                periodStart,
                periodEnd,
                paidAt);
    }

    String ref() {
        return new SandboxRef(SandboxRef.PAYMENT, reader, id).toString();
    }

    /** As the port describes it. */
    BilledPayment billed() {
        return new BilledPayment(
                ref(),
                reader,
                checkout,
                plan,
                subscription,
                new SandboxRef(SandboxRef.CUSTOMER, reader, reader.id()).toString(),
                price,
                disputed ? price.amountMinor() : refundedMinor(),
                disputed,
                periodStart,
                periodEnd,
                paidAt);
    }
}
