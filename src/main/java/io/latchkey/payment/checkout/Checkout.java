package io.latchkey.payment.checkout;

import io.latchkey.payment.promo.PromoCodeId;
import io.latchkey.payment.promo.Reduction;
import io.latchkey.payment.provider.CheckoutStatus;
import io.latchkey.payment.provider.ShownCheckout;
import io.latchkey.payment.provider.ShownCheckout.Consented;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
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
 * @param reduction what comes off: by the promo code, or by what came while the subscription ran;
 *     null for nothing
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
        CheckoutStatus status,
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

    /** As its page shows it. */
    ShownCheckout shown() {
        return new ShownCheckout(
                reader,
                id,
                plan,
                dueNow(),
                status,
                consent == null ? null : new Consented(consent.immediateStart(), consent.acknowledgedLoss()),
                returnTo,
                expiresAt());
    }

    /** Whether the reader was offered a trial. */
    public boolean withTrial() {
        return trial != null;
    }
}
