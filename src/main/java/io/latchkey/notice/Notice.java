package io.latchkey.notice;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a reader must be told: the facts, not the words, so that it is written in the reader's
 * language when it is sent. Plan names are as readers see them; amounts are in minor units with an
 * ISO 4217 code.
 */
public sealed interface Notice {

    /** What makes it the same notice: one is sent for each reason and reader. */
    String reason();

    /** From when on telling it would be of no use; null when it stays of use. */
    default @Nullable Instant uselessFrom() {
        return null;
    }

    /**
     * The free time ends, and payment begins.
     *
     * @param amountMinor what is taken for the first period, discounts taken off
     */
    record TrialEnding(UUID subscription, String plan, long amountMinor, String currency, Instant endsAt)
            implements Notice {
        @Override
        public String reason() {
            return "trial-ending:" + subscription;
        }

        @Override
        public Instant uselessFrom() {
            return endsAt;
        }
    }

    /**
     * A long period will be followed by another, which is paid for.
     *
     * @param plan of the period to come
     * @param amountMinor what is taken for it, discounts taken off
     */
    record RenewalAhead(UUID subscription, String plan, long amountMinor, String currency, Instant renewsAt)
            implements Notice {
        @Override
        public String reason() {
            return "renewal-ahead:" + subscription + ":" + renewsAt;
        }

        @Override
        public Instant uselessFrom() {
            return renewsAt;
        }
    }

    /**
     * The next payment will be another one than the last, because a discount ends or a price
     * changes.
     *
     * @param oldMinor what was taken for the period under way
     * @param newMinor what will be for the next
     */
    record ChargeChanging(
            UUID subscription, String plan, long oldMinor, long newMinor, String currency, Instant renewsAt)
            implements Notice {
        @Override
        public String reason() {
            return "charge-changing:" + subscription + ":" + renewsAt;
        }

        @Override
        public Instant uselessFrom() {
            return renewsAt;
        }
    }

    /**
     * A period will cost something else.
     *
     * @param from the first renewal at the new price
     * @param discounted whether the reader pays less than these prices; null stands for no, in
     *     facts from before it was
     */
    record PriceChange(
            UUID subscription,
            String plan,
            long oldMinor,
            long newMinor,
            String currency,
            Instant from,
            @Nullable Boolean discounted)
            implements Notice {
        @Override
        public String reason() {
            return "price-change:" + subscription + ":" + from + ":" + newMinor;
        }
    }

    /**
     * A period could not be paid. Tries that follow for the same period are the same notice.
     *
     * @param retryAt when it is tried again; null when it is not
     * @param accessUntil when access ends unless it is paid
     */
    record PaymentFailed(
            UUID subscription, String plan, @Nullable Instant retryAt, Instant accessUntil) implements Notice {
        @Override
        public String reason() {
            return "payment-failed:" + subscription + ":" + accessUntil;
        }
    }

    /**
     * It was canceled, mostly by the reader: what reached us when, and what follows, to be kept
     * (BGB § 312k paragraph 4).
     *
     * @param effectiveAt when the contract ends
     * @param accessUntil when access ends
     * @param receiptText the receipt in words
     * @param undo whether the letter holds a link that undoes it: whoever declared it did not sign
     *     in, and may have been somebody else. Null stands for no, in facts from before it was
     * @param by who did it, when it was not the reader: {@code payment-provider} or {@code
     *     payment-dispute}
     */
    record CancellationConfirmed(
            UUID subscription,
            String plan,
            Instant receivedAt,
            Instant effectiveAt,
            Instant accessUntil,
            UUID receipt,
            String receiptText,
            @Nullable Boolean undo,
            @Nullable String by)
            implements Notice {
        @Override
        public String reason() {
            return "cancellation-confirmed:" + receipt;
        }
    }

    /**
     * Somebody who did not sign in declared something about the reader's contract. None of their
     * words is in it.
     *
     * @param kind {@code cancellation} or {@code withdrawal}
     * @param plan of the contract that is meant; null when none runs
     * @param endsAt when the contract ends; null when the publisher has to look at it first
     */
    record DeclarationReceived(
            UUID declaration,
            String kind,
            @Nullable String plan,
            Instant receivedAt,
            @Nullable Instant endsAt) implements Notice {
        @Override
        public String reason() {
            return "declaration-received:" + declaration;
        }
    }

    /**
     * The reader's bank called a payment back, or decided on that.
     *
     * @param status {@code open}, {@code won} by the site or {@code lost} to the reader
     */
    record PaymentDisputed(UUID dispute, String plan, long amountMinor, String currency, String status)
            implements Notice {
        @Override
        public String reason() {
            return "payment-disputed:" + dispute + ":" + status;
        }
    }

    /** The subscription is over. */
    record ContractEnded(UUID subscription, String plan, Instant endedAt) implements Notice {
        @Override
        public String reason() {
            return "contract-ended:" + subscription;
        }
    }

    /**
     * A receipt as something the reader can keep: on a durable medium (directive 2011/83/EU,
     * article 8 paragraph 7).
     *
     * @param kind {@code purchase}, {@code refund} or {@code withdrawal}; another is just a receipt
     * @param receiptText the receipt in words
     */
    record ReceiptIssued(UUID receipt, String kind, String receiptText) implements Notice {
        @Override
        public String reason() {
            return "receipt-issued:" + receipt;
        }
    }
}
