package io.latchkey.plan;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Less to pay: a rule, because what is paid may become another price.
 *
 * @param percent of each payment, 1 to 100; null when it is an amount
 * @param amountMinor off each payment, at most the price; null when it is a percentage
 * @param payments how many; null for every one
 */
public record Discount(
        @Nullable Integer percent,
        @Nullable Long amountMinor,
        @Nullable Integer payments) {

    /** Refuses both and neither. */
    public Discount {
        if ((percent == null) == (amountMinor == null)) {
            throw new IllegalArgumentException("either a percentage or an amount");
        }
    }

    /** So many hundredths of each price. */
    public static Discount percent(int percent, @Nullable Integer payments) {
        return new Discount(percent, null, payments);
    }

    /** The same amount of each price. */
    public static Discount amount(long amountMinor, @Nullable Integer payments) {
        return new Discount(null, amountMinor, payments);
    }

    /** As this one, for so many payments. */
    public Discount times(int left) {
        return new Discount(percent, amountMinor, left);
    }

    /**
     * What it takes off a price: to the nearest minor unit, a half in the reader's favour, and
     * never more than the price.
     */
    public long offMinor(long priceMinor) {
        long off = percent == null ? Objects.requireNonNullElse(amountMinor, 0L) : (priceMinor * percent + 50) / 100;
        return Math.min(off, priceMinor);
    }
}
