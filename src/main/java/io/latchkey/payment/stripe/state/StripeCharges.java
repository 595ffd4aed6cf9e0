package io.latchkey.payment.stripe.state;

import com.stripe.model.Coupon;
import com.stripe.model.Discount;
import com.stripe.model.InvoiceLineItem;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionSchedule;
import io.latchkey.payment.stripe.unit.StripeAmount;
import io.latchkey.plan.Price;
import io.latchkey.subscription.billing.Charges;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Stripe takes for a period, discounts taken off. Pure. */
public final class StripeCharges {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private StripeCharges() {}

    /**
     * The charges of a subscription whose schedule and discounts, with their coupons, were
     * expanded.
     *
     * @param paid what the last paid invoice charged for the period under way
     * @param priceMinor of a period now
     * @param next what a period costs from the next one on; null when that stays the same
     */
    static Charges of(Subscription there, Optional<InvoiceLineItem> paid, long priceMinor, @Nullable Price next) {
        return new Charges(
                paid.map(line -> nowMinor(line, priceMinor)).orElse(0L),
                nextMinor(there, next == null ? priceMinor : next.amountMinor()));
    }

    /** The line may be for a part of the period only: discounts are in proportion. */
    private static long nowMinor(InvoiceLineItem line, long priceMinor) {
        long amount = line.getAmount();
        if (amount == 0) {
            return 0;
        }
        long off = orNone(line.getDiscountAmounts())
                .mapToLong(InvoiceLineItem.DiscountAmount::getAmount)
                .sum();
        return priceMinor - Math.round((double) priceMinor * off / amount);
    }

    private static long nextMinor(Subscription there, long priceMinor) {
        long end = there.getItems().getData().getFirst().getCurrentPeriodEnd();
        long off = orNone(there.getDiscountObjects())
                .filter(Objects::nonNull)
                .filter(discount -> discount.getEnd() == null || discount.getEnd() > end)
                .filter(discount -> goesOn(there, discount.getId()))
                .mapToLong(discount -> offMinor(discount, priceMinor))
                .sum();
        return Math.max(0, priceMinor - off);
    }

    /** A schedule names the discounts of the period that it begins. */
    private static boolean goesOn(Subscription there, String discount) {
        SubscriptionSchedule schedule = there.getScheduleObject();
        if (StripeState.waiting(schedule, StripeState.NEXT_PLAN) == null) {
            return true;
        }
        return orNone(schedule == null ? null : schedule.getPhases()).reduce((_, last) -> last).stream()
                .flatMap(last -> orNone(last.getDiscounts()))
                .anyMatch(kept -> discount.equals(kept.getDiscount()));
    }

    private static long offMinor(Discount discount, long priceMinor) {
        Coupon coupon =
                discount.getSource() == null ? null : discount.getSource().getCouponObject();
        if (coupon == null) {
            return 0;
        }
        BigDecimal percent = coupon.getPercentOff();
        return percent == null
                ? amountOff(coupon)
                : percent.multiply(BigDecimal.valueOf(priceMinor))
                        .divide(HUNDRED, 0, RoundingMode.HALF_UP)
                        .longValueExact();
    }

    private static long amountOff(Coupon coupon) {
        Long off = coupon.getAmountOff();
        return off == null ? 0 : StripeAmount.minor(off, coupon.getCurrency());
    }

    private static <T> Stream<T> orNone(@Nullable List<T> list) {
        return list == null ? Stream.empty() : list.stream();
    }
}
