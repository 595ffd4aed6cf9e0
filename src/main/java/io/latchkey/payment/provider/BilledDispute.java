package io.latchkey.payment.provider;

import java.time.Instant;
import java.util.Locale;

/**
 * A payment that the reader's bank calls back, as the provider has it.
 *
 * @param ref the provider's name for it
 * @param amountMinor how much, in the payment's currency
 * @param openedAt when the bank said so
 */
public record BilledDispute(String ref, long amountMinor, Status status, Instant openedAt) {

    /** Who has the money. */
    public enum Status {
        /** The bank, until it has decided. */
        OPEN,
        /** The site: the payment stands. */
        WON,
        /** The reader. */
        LOST;

        /** The status as it is stored. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What {@link #word} wrote. */
        public static Status parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** What it keeps from the site, in minor units. */
    public long withheldMinor() {
        return switch (status) {
            case OPEN, LOST -> amountMinor;
            case WON -> 0;
        };
    }
}
