package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.BilledDispute;
import io.latchkey.payment.provider.BilledPayment;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment in the sandbox's books.
 *
 * @param subscription the sandbox's name for the one that it pays; null for a pack
 * @param refunds what went back, by the key of the request
 * @param disputes in which the pretended bank called it back
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
        List<BilledDispute> disputes,
        @Nullable Instant periodStart,
        @Nullable Instant periodEnd,
        @Nullable Instant paidAt) {

    /** What is left of it, in minor units. */
    long keptMinor() {
        return paidAt == null ? 0 : price.amountMinor() - refundedMinor() - withheldMinor();
    }

    private long refundedMinor() {
        return refunds.values().stream().mapToLong(Long::longValue).sum();
    }

    private long withheldMinor() {
        return disputes.stream().mapToLong(BilledDispute::withheldMinor).sum();
    }

    /** Whether the pretended bank has not decided yet. */
    boolean inDispute() {
        return disputes.stream().anyMatch(it -> it.status() == BilledDispute.Status.OPEN);
    }

    /** This much goes back; the same key again changes nothing. */
    SandboxPayment refunded(String key, long amountMinor) {
        Map<String, Long> all = new LinkedHashMap<>(refunds);
        all.putIfAbsent(key, amountMinor);
        return with(all, disputes);
    }

    /** The pretended bank calls back what is left of it. */
    SandboxPayment calledBack(Instant now) {
        if (keptMinor() == 0) {
            return this;
        }
        List<BilledDispute> all = new ArrayList<>(disputes);
        all.add(new BilledDispute(
                "dispute_" + id + "_" + disputes.size(), keptMinor(), BilledDispute.Status.OPEN, now));
        return with(refunds, all);
    }

    /** The pretended bank decides. */
    SandboxPayment decided(BilledDispute.Status verdict) {
        return with(
                refunds,
                disputes.stream()
                        .map(it -> it.status() == BilledDispute.Status.OPEN
                                ? new BilledDispute(it.ref(), it.amountMinor(), verdict, it.openedAt())
                                : it)
                        .toList());
    }

    private SandboxPayment with(Map<String, Long> newRefunds, List<BilledDispute> newDisputes) {
        return new SandboxPayment(
                id,
                reader,
                checkout,
                plan,
                subscription,
                price,
                newRefunds,
                List.copyOf(newDisputes),
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
                refundedMinor(),
                disputes,
                periodStart,
                periodEnd,
                paidAt);
    }
}
