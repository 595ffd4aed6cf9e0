package io.latchkey.payment.provider;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.subscription.billing.BillingState;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as the provider has it.
 *
 * @param ref the provider's name for it
 * @param customer the provider's name for the reader
 * @param checkout the checkout that it began with
 * @param payments the latest payments for it that arrived, the last one first; not necessarily all
 */
public record BilledSubscription(
        String ref, String customer, ReaderKey reader, UUID checkout, BillingState state, List<String> payments) {

    /** The last payment that arrived; null when none did. */
    public @Nullable String lastPayment() {
        return payments.isEmpty() ? null : payments.getFirst();
    }
}
