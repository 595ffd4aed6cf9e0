package io.latchkey.payment.provider;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import java.net.URI;
import java.time.Instant;
import java.time.Period;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a reader is about to pay for.
 *
 * @param name what the reader sees
 * @param price once for a pack, else of each period
 * @param period from one payment to the next; null for a pack
 * @param trial what comes free of charge before the first payment; null for none
 * @param discount null for none
 * @param customer the provider's name for this reader; null when it does not know them
 * @param email null when the site told us none
 * @param expiresAt until when it can be paid
 * @param returnTo where they go afterwards; null when the site did not say
 */
public record CheckoutOrder(
        UUID checkout,
        ReaderKey reader,
        PlanId plan,
        String name,
        Price price,
        @Nullable Period period,
        @Nullable Period trial,
        @Nullable Discount discount,
        @Nullable String customer,
        @Nullable String email,
        Instant expiresAt,
        @Nullable URI returnTo) {

    /** Whether it is paid once. */
    public boolean pack() {
        return period == null;
    }

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
            long off =
                    percent == null ? Objects.requireNonNullElse(amountMinor, 0L) : (priceMinor * percent + 50) / 100;
            return Math.min(off, priceMinor);
        }
    }

    /** Says what it is for, never to whom. */
    @Override
    public String toString() {
        return "CheckoutOrder[" + checkout + "]";
    }
}
