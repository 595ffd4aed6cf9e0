package io.latchkey.payment.stripe;

import com.stripe.param.CouponCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.LineItem;
import com.stripe.param.checkout.SessionCreateParams.LineItem.PriceData;
import io.latchkey.payment.provider.CheckoutOrder;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import io.latchkey.payment.stripe.state.StripeMetadata;
import io.latchkey.payment.stripe.unit.StripeAmount;
import io.latchkey.payment.stripe.unit.StripeInterval;
import io.latchkey.payment.stripe.unit.StripeLocale;
import io.latchkey.payment.stripe.unit.StripeMonths;
import io.latchkey.plan.Discount;
import io.latchkey.subscription.billing.BillingPeriods;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What we send Stripe to open a checkout: the same whenever it is repeated. Pure. */
final class StripeCheckout {

    private StripeCheckout() {}

    /**
     * The page's parameters.
     *
     * @param product Stripe's name for what is bought
     * @param coupon Stripe's name for the discount; null for none
     */
    static SessionCreateParams session(CheckoutOrder order, String product, @Nullable String coupon, URI issuer) {
        Map<String, String> metadata = StripeMetadata.of(order, issuer);
        String back =
                order.returnTo() == null ? issuer.toString() : order.returnTo().toString();
        SessionCreateParams.Builder session = SessionCreateParams.builder()
                .setClientReferenceId(order.checkout().toString())
                .putAllMetadata(metadata)
                .setSuccessUrl(back)
                .setCancelUrl(back)
                .setExpiresAt(order.expiresAt().getEpochSecond())
                .setLocale(StripeLocale.of(order.locale()))
                // In another currency than the price's our books would say what nobody paid.
                .setAdaptivePricing(SessionCreateParams.AdaptivePricing.builder()
                        .setEnabled(false)
                        .build())
                .addLineItem(line(order, product));
        if (order.customer() != null) {
            session.setCustomer(order.customer());
        } else if (order.email() != null && order.email().chars().allMatch(c -> c < 128)) {
            // Stripe takes no others, and then no money either; it asks the reader for one.
            session.setCustomerEmail(order.email());
        }
        if (coupon != null) {
            session.addDiscount(
                    SessionCreateParams.Discount.builder().setCoupon(coupon).build());
        }
        return order.pack()
                ? pack(session, metadata, order.customer() == null)
                : subscription(session, metadata, order.trial());
    }

    private static SessionCreateParams pack(
            SessionCreateParams.Builder session, Map<String, String> metadata, boolean newCustomer) {
        if (newCustomer) {
            session.setCustomerCreation(SessionCreateParams.CustomerCreation.ALWAYS);
        }
        return session.setMode(SessionCreateParams.Mode.PAYMENT)
                .setPaymentIntentData(SessionCreateParams.PaymentIntentData.builder()
                        .putAllMetadata(metadata)
                        .build())
                .build();
    }

    private static SessionCreateParams subscription(
            SessionCreateParams.Builder session, Map<String, String> metadata, @Nullable Period trial) {
        SessionCreateParams.SubscriptionData.Builder data =
                SessionCreateParams.SubscriptionData.builder().putAllMetadata(metadata);
        if (trial != null) {
            data.setTrialPeriodDays(StripeInterval.trialDays(trial));
        }
        return session.setMode(SessionCreateParams.Mode.SUBSCRIPTION)
                .setSubscriptionData(data.build())
                .build();
    }

    private static LineItem line(CheckoutOrder order, String product) {
        PriceData.Builder price = PriceData.builder()
                .setCurrency(order.price().currency().toLowerCase(Locale.ROOT))
                .setUnitAmount(StripeAmount.asked(order.price()))
                .setProduct(product);
        if (order.period() != null) {
            StripeInterval interval = StripeInterval.of(order.period());
            price.setRecurring(PriceData.Recurring.builder()
                    .setInterval(
                            PriceData.Recurring.Interval.valueOf(interval.unit().toUpperCase(Locale.ROOT)))
                    .setIntervalCount(interval.count())
                    .build());
        }
        return LineItem.builder().setQuantity(1L).setPriceData(price.build()).build();
    }

    /** The discount as Stripe keeps it: for ever, once, or for so many months. */
    static CouponCreateParams coupon(CheckoutOrder order, Discount discount) {
        CouponCreateParams.Builder coupon = StripeCoupons.off(
                CouponCreateParams.builder(), discount, order.price().currency());
        Integer payments = discount.payments();
        if (payments == null) {
            return coupon.setDuration(CouponCreateParams.Duration.FOREVER).build();
        }
        Period period = order.period();
        if (period == null || (payments == 1 && order.trial() == null)) {
            return coupon.setDuration(CouponCreateParams.Duration.ONCE).build();
        }
        return coupon.setDuration(CouponCreateParams.Duration.REPEATING)
                .setDurationInMonths(months(order, period, payments))
                .build();
    }

    /**
     * Counted from the beginning, though nothing is paid in a trial. From when the page expires, so
     * that a repeated call says the same.
     */
    private static long months(CheckoutOrder order, Period period, int payments) {
        if (!StripeInterval.inMonths(period)) {
            throw new ProviderException(Reason.REFUSED, "Stripe counts discounts in months, not in days");
        }
        if (order.trial() == null) {
            return period.toTotalMonths() * payments;
        }
        Instant began = order.expiresAt();
        Instant first = began.plus(Duration.ofDays(StripeInterval.trialDays(order.trial())));
        Instant last = new BillingPeriods(first, period, ZoneOffset.UTC).boundary(payments - 1);
        return StripeMonths.past(last, began);
    }
}
