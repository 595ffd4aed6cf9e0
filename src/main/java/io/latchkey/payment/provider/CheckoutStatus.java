package io.latchkey.payment.provider;

import java.util.Locale;

/** What became of a checkout. */
public enum CheckoutStatus {
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

    public static CheckoutStatus parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether a payment makes the reader have what they wanted. */
    public boolean payable() {
        return this == OPEN || this == DECLINED;
    }
}
