package io.latchkey.payment;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * A reader on the way to pay for a plan.
 *
 * @param price what the plan costs
 * @param dueNow what of it is paid now: nothing when a trial comes first
 * @param returnTo where the reader goes afterwards; null when the site did not say
 */
public record Checkout(
        UUID id,
        ReaderKey reader,
        PlanId plan,
        boolean pack,
        Price price,
        Price dueNow,
        Status status,
        @Nullable String returnTo,
        Instant createdAt) {

    /** Whether the reader was offered a trial: nothing is due now, but something later. */
    boolean withTrial() {
        return dueNow.free() && !price.free();
    }

    /** What became of a checkout. */
    public enum Status {
        /** Waiting for the reader. */
        OPEN,
        /** The last try was declined; the reader may try again. */
        DECLINED,
        /** Paid, and what was bought is there. */
        PAID,
        /** A newer one took its place. */
        REPLACED,
        /**
         * Paid although it was replaced, or cannot be had any more as it was offered: paid back.
         */
        REFUNDED;

        /** The status as it is stored. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        /** Whether a payment makes the reader have what they wanted. */
        boolean payable() {
            return this == OPEN || this == DECLINED;
        }
    }
}
