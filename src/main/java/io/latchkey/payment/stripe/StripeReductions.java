package io.latchkey.payment.stripe;

import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import com.stripe.param.CouponCreateParams;
import com.stripe.param.SubscriptionUpdateParams;
import io.latchkey.payment.stripe.state.StripeState;
import io.latchkey.payment.stripe.unit.StripeId;
import io.latchkey.plan.Discount;
import io.latchkey.subscription.billing.BillingPeriods;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A discount that comes while a subscription runs. */
@Component
@WhenStripe
class StripeReductions {

    private final StripeCalls calls;
    private final StripeSchedules schedules;
    private final StripeCoupons coupons;

    StripeReductions(StripeCalls calls, StripeSchedules schedules, StripeCoupons coupons) {
        this.calls = calls;
        this.schedules = schedules;
        this.coupons = coupons;
    }

    /**
     * Takes this off the payments to come, unless it was done under this key before. A schedule that
     * is still there has done its work.
     */
    Mono<Void> give(Subscription there, Discount discount, String key) {
        return has(there, StripeId.of(key))
                ? Mono.empty()
                : schedules
                        .released(there, key)
                        .then(Mono.defer(() -> coupons.made(key, coupon(there, discount))))
                        .flatMap(coupon -> give(there, coupon, key));
    }

    private static boolean has(Subscription there, String coupon) {
        return Stream.ofNullable(there.getDiscountObjects())
                .flatMap(List::stream)
                .anyMatch(it -> it != null
                        && it.getSource() != null
                        && coupon.equals(it.getSource().getCoupon()));
    }

    private CouponCreateParams.Builder coupon(Subscription there, Discount discount) {
        SubscriptionItem item = there.getItems().getData().getFirst();
        Integer payments = discount.payments();
        return StripeCoupons.off(
                payments == null
                        ? CouponCreateParams.builder().setDuration(CouponCreateParams.Duration.FOREVER)
                        : coupons.until(
                                due(there, item, payments), Instant.ofEpochSecond(item.getCurrentPeriodStart())),
                discount,
                StripeState.price(item.getPrice()).currency());
    }

    /** When the last of so many payments is: by the day that the periods began on, as Stripe bills. */
    private static Instant due(Subscription there, SubscriptionItem item, int payments) {
        Instant anchor = Instant.ofEpochSecond(there.getBillingCycleAnchor());
        BillingPeriods periods = new BillingPeriods(anchor, StripeState.period(item.getPrice()), ZoneOffset.UTC);
        int next = periods.until(Instant.ofEpochSecond(item.getCurrentPeriodEnd()));
        return periods.boundary(next + payments - 1);
    }

    private Mono<Void> give(Subscription there, String coupon, String key) {
        SubscriptionUpdateParams reduced = SubscriptionUpdateParams.builder()
                .addDiscount(SubscriptionUpdateParams.Discount.builder()
                        .setCoupon(coupon)
                        .build())
                .build();
        return calls.write(
                        key, (client, options) -> client.v1().subscriptions().update(there.getId(), reduced, options))
                .then();
    }
}
