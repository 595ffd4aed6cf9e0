package io.latchkey.payment.provider;

import io.latchkey.plan.Discount;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import java.net.URI;
import java.time.Instant;
import java.time.Period;
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
 * @param locale their language as a BCP 47 tag; null when nobody told us
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
        @Nullable String locale,
        Instant expiresAt,
        @Nullable URI returnTo) {

    /** Whether it is paid once. */
    public boolean pack() {
        return period == null;
    }

    /** What may be kept of it: whom to write to is kept in one place only. */
    public CheckoutOrder withoutEmail() {
        return new CheckoutOrder(
                checkout, reader, plan, name, price, period, trial, discount, customer, null, locale, expiresAt,
                returnTo);
    }

    /** The same for a reader who goes somewhere else afterwards. */
    public CheckoutOrder returningTo(URI page) {
        return new CheckoutOrder(
                checkout, reader, plan, name, price, period, trial, discount, customer, email, locale, expiresAt, page);
    }

    /** Says what it is for, never to whom. */
    @Override
    public String toString() {
        return "CheckoutOrder[" + checkout + "]";
    }
}
