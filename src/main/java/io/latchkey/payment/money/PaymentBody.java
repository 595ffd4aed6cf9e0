package io.latchkey.payment.money;

import io.latchkey.payment.provider.BilledDispute;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment as its reader and their site see it.
 *
 * @param subscription null for a pack
 * @param refundedMinor what of it was paid back
 * @param disputed whether the reader's bank has the money, or the reader has it by the bank
 * @param disputes in which it was called back
 */
record PaymentBody(
        UUID id,
        @Nullable PlanId plan,
        @Nullable UUID subscription,
        Price price,
        long refundedMinor,
        boolean disputed,
        List<DisputeBody> disputes,
        Instant paidAt) {

    /**
     * A dispute over it.
     *
     * @param status {@code open}, {@code won} by the site, {@code lost} to the reader
     * @param closedAt when we heard what the bank decided; null while it has not
     */
    record DisputeBody(
            UUID id,
            long amountMinor,
            String status,
            Instant openedAt,
            @Nullable Instant closedAt) {

        static DisputeBody of(Dispute dispute) {
            return new DisputeBody(
                    dispute.id(),
                    dispute.amountMinor(),
                    dispute.status().word(),
                    dispute.openedAt(),
                    dispute.closedAt());
        }
    }

    /**
     * A payment in that shape.
     *
     * @param all disputes of its reader, by payment
     */
    static PaymentBody of(Payment payment, Map<UUID, List<Dispute>> all) {
        List<Dispute> disputes = all.getOrDefault(payment.id(), List.of());
        return new PaymentBody(
                payment.id(),
                payment.plan(),
                payment.subscription(),
                payment.price(),
                payment.refundedMinor(),
                disputes.stream().anyMatch(it -> it.status() != BilledDispute.Status.WON),
                disputes.stream().map(DisputeBody::of).toList(),
                payment.paidAt());
    }
}
