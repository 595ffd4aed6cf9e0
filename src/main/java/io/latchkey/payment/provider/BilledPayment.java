package io.latchkey.payment.provider;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A payment as the provider has it.
 *
 * @param ref the provider's name for it
 * @param checkout the checkout that it belongs to; for a subscription the one that it began with
 * @param subscription the provider's name for the subscription that it pays; null for a pack
 * @param customer the provider's name for the reader; null when it keeps none
 * @param price what was asked for, discounts taken off
 * @param refundedMinor what of it was paid back, disputes that were lost included
 * @param disputed whether the reader's bank has called it back or may
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
        boolean disputed,
        @Nullable Instant periodStart,
        @Nullable Instant periodEnd,
        @Nullable Instant paidAt) {}
