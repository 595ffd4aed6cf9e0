package io.latchkey.payment.provider;

import io.latchkey.reader.ReaderKey;
import io.latchkey.subscription.BillingState;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A subscription as the provider has it.
 *
 * @param ref the provider's name for it
 * @param customer the provider's name for the reader
 * @param checkout the checkout that it began with
 * @param lastPayment the latest payment for it that arrived; null when none did
 */
public record BilledSubscription(
        String ref,
        String customer,
        ReaderKey reader,
        UUID checkout,
        BillingState state,
        @Nullable String lastPayment) {}
