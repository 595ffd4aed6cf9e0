package io.latchkey.payment.stripe;

import com.stripe.model.Coupon;
import com.stripe.model.Discount;
import com.stripe.model.Subscription;
import com.stripe.param.CouponCreateParams;
import io.latchkey.payment.stripe.state.StripeState;
import io.latchkey.subscription.billing.BillingPeriods;
import io.latchkey.subscription.billing.BillingState;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * A discount for so many payments, over a pause: Stripe counts its months on and forgets it, though
 * nothing is paid meanwhile. So what is left is noted on the subscription when it pauses, and given
 * anew when it goes on.
 */
@Component
@WhenStripe
class StripeDiscounts {

    /** On a paused subscription: the coupon whose discount had not been used up. */
    private static final String COUPON = "discount_coupon";

    /** On a paused subscription: how many payments it was still for. */
    private static final String PAYMENTS = "discount_payments";

    /** Takes away what stood there. */
    static final Map<String, String> NOTHING = Map.of(COUPON, "", PAYMENTS, "");

    private final StripeCalls calls;
    private final StripeCoupons coupons;

    StripeDiscounts(StripeCalls calls, StripeCoupons coupons) {
        this.calls = calls;
        this.coupons = coupons;
    }

    /**
     * What is to be noted of a subscription that pauses, in the place of what was noted before.
     *
     * @param state how it is billed
     */
    static Map<String, String> left(Subscription there, BillingState state) {
        return Stream.ofNullable(there.getDiscountObjects())
                .flatMap(discounts -> discounts.stream())
                .filter(it -> it != null && it.getEnd() != null && it.getSource() != null)
                .findFirst()
                .map(it -> left(it, payments(there, state, it)))
                .orElse(NOTHING);
    }

    private static Map<String, String> left(Discount discount, int payments) {
        return payments > 0
                ? Map.of(COUPON, discount.getSource().getCoupon(), PAYMENTS, Integer.toString(payments))
                : NOTHING;
    }

    /** Those that fall due before it ends: by the day that the periods began on, as Stripe bills. */
    private static int payments(Subscription there, BillingState state, Discount discount) {
        BillingPeriods periods = periods(Instant.ofEpochSecond(there.getBillingCycleAnchor()), state.period());
        return periods.until(Instant.ofEpochSecond(discount.getEnd())) - periods.until(state.paidUntil());
    }

    private static BillingPeriods periods(Instant anchor, Period period) {
        return new BillingPeriods(anchor, period, ZoneOffset.UTC);
    }

    /**
     * A coupon for what was left when the subscription paused; empty when nothing was.
     *
     * @param paidUntil when the next payment is due
     * @param key names the occasion
     */
    Mono<String> again(Subscription there, Instant paidUntil, String key) {
        Period period = StripeState.period(there.getItems().getData().getFirst().getPrice());
        Map<String, String> noted = there.getMetadata();
        String coupon = noted.get(COUPON);
        String payments = noted.get(PAYMENTS);
        return coupon == null || payments == null
                ? Mono.empty()
                : calls.read((client, options) -> client.v1().coupons().retrieve(coupon, options))
                        .flatMap(old ->
                                again(old, periods(paidUntil, period).boundary(Integer.parseInt(payments) - 1), key));
    }

    private Mono<String> again(Coupon old, Instant last, String key) {
        CouponCreateParams.Builder coupon = coupons.until(last);
        return coupons.made(
                key,
                old.getPercentOff() == null
                        ? coupon.setAmountOff(old.getAmountOff()).setCurrency(old.getCurrency())
                        : coupon.setPercentOff(old.getPercentOff()));
    }
}
