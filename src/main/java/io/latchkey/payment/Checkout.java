package io.latchkey.payment;

import io.latchkey.payment.promo.PromoCodeId;
import io.latchkey.payment.promo.Reduction;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Embedded.OnEmpty;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A reader on the way to pay for a plan.
 *
 * @param price what the plan costs
 * @param dueNowMinor what of it is paid now: nothing when a trial comes first
 * @param trial the trial that the reader was offered; null for none
 * @param offer what else was promised
 * @param reduction what their promo code takes off; null for nothing
 * @param promoCode null for none
 * @param consent what the buyer expressly consented to; null for nothing
 * @param returnTo where the reader goes afterwards; null when the site did not say
 * @param url where they pay; null while the provider has not been asked
 */
@Table("checkout")
public record Checkout(
        @Embedded.Empty ReaderKey reader,
        @Column("checkout_id") UUID id,
        @Column("plan_id") PlanId plan,
        boolean pack,
        @Embedded.Empty Price price,
        long dueNowMinor,
        @Nullable Period trial,
        @Embedded.Empty Offer offer,

        @Embedded(onEmpty = OnEmpty.USE_NULL, prefix = "discount_") @Nullable
        Reduction reduction,

        @Nullable PromoCodeId promoCode,
        @Embedded.Nullable @Nullable Consent consent,
        Status status,
        @Nullable String returnTo,
        @Nullable URI url,
        Instant createdAt) {

    /** How long one can be paid: a promo code is held for it, and for nobody else. */
    static final Duration PAYABLE_FOR = Duration.ofHours(1);

    /** How long its page can be asked for the first time: Stripe's is open for half an hour. */
    static final Duration OPENED_WITHIN = Duration.ofMinutes(29);

    /** What is paid now. */
    public Price dueNow() {
        return new Price(dueNowMinor, price.currency());
    }

    /** Until when it can be paid. */
    public Instant expiresAt() {
        return createdAt.plus(PAYABLE_FOR);
    }

    /** Whether the reader was offered a trial. */
    boolean withTrial() {
        return trial != null;
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
