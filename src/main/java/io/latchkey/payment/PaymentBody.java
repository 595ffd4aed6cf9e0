package io.latchkey.payment;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A payment as its reader and their site see it.
 *
 * @param subscription null for a pack
 * @param refundedMinor what of it was paid back
 */
record PaymentBody(
        UUID id,
        @Nullable PlanId plan,
        @Nullable UUID subscription,
        Price price,
        long refundedMinor,
        boolean disputed,
        Instant paidAt) {

    static PaymentBody of(Payment payment) {
        return new PaymentBody(
                payment.id(),
                payment.plan(),
                payment.subscription(),
                payment.price(),
                payment.refundedMinor(),
                payment.disputed(),
                payment.paidAt());
    }
}
