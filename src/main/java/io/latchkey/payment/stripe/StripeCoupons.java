package io.latchkey.payment.stripe;

import com.stripe.model.Coupon;
import com.stripe.param.CouponCreateParams;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.stripe.unit.StripeAmount;
import io.latchkey.payment.stripe.unit.StripeId;
import io.latchkey.payment.stripe.unit.StripeMonths;
import io.latchkey.plan.Discount;
import io.latchkey.plan.Price;
import io.latchkey.shared.time.Clock;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Coupons for subscriptions that run: how much comes off, and for how long. */
@Component
@WhenStripe
class StripeCoupons {

    private final StripeCalls calls;
    private final Clock clock;

    StripeCoupons(StripeCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /** How much each payment is less. */
    static CouponCreateParams.Builder off(CouponCreateParams.Builder coupon, Discount discount, String currency) {
        Integer percent = discount.percent();
        return percent == null
                ? coupon.setAmountOff(
                                StripeAmount.asked(new Price(Objects.requireNonNull(discount.amountMinor()), currency)))
                        .setCurrency(currency.toLowerCase(Locale.ROOT))
                : coupon.setPercentOff(BigDecimal.valueOf(percent));
    }

    /** For the payments up to the one of this moment, counted from now. */
    CouponCreateParams.Builder until(Instant last) {
        return lasting(last, clock.tokenTime());
    }

    /**
     * The same for a subscription whose period has begun at Stripe, though our clock may not have
     * come so far.
     */
    CouponCreateParams.Builder until(Instant last, Instant periodStart) {
        Instant now = clock.tokenTime();
        return lasting(last, now.isAfter(periodStart) ? now : periodStart.plusSeconds(1));
    }

    private static CouponCreateParams.Builder lasting(Instant last, Instant from) {
        return CouponCreateParams.builder()
                .setDuration(CouponCreateParams.Duration.REPEATING)
                .setDurationInMonths(StripeMonths.past(last, from));
    }

    /**
     * Makes it, under a name of our own, so that a repetition, though later, finds what was made
     * before.
     *
     * @param key names the occasion
     * @return that name
     */
    Mono<String> made(String key, CouponCreateParams.Builder coupon) {
        String id = StripeId.of(key);
        CouponCreateParams named = coupon.setId(id).build();
        return calls.write(id, (client, options) -> client.v1().coupons().create(named, options))
                .map(Coupon::getId)
                .onErrorResume(ProviderException::refuses, _ -> Mono.just(id));
    }
}
