package io.latchkey.payment.stripe.unit;

import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import io.latchkey.plan.Price;
import java.util.Currency;
import java.util.Locale;

/**
 * Money as Stripe counts it. For most currencies these are the minor units of ISO 4217, which we
 * count in; for some they are not, and a price sent as it is would be a hundredth of itself or a
 * hundredfold. Pure.
 *
 * @param here so many of our units
 * @param there are so many of Stripe's
 * @param step the amounts that Stripe takes are multiples of it
 */
public record StripeAmount(long here, long there, long step) {

    private static final StripeAmount SAME = new StripeAmount(1, 1, 1);

    /** Whole by ISO 4217, and counted in hundredths there, of which there may be none. */
    private static final StripeAmount WHOLE_AS_HUNDREDTHS = new StripeAmount(1, 100, 100);

    /** Of hundredths by ISO 4217 (which nobody uses: an ariary has five), and whole there. */
    private static final StripeAmount HUNDREDTHS_AS_WHOLE = new StripeAmount(100, 1, 1);

    /** Counted in thousandths on both sides, of which Stripe takes tens. */
    private static final StripeAmount THOUSANDTHS = new StripeAmount(1, 1, 10);

    private static final int THOUSANDTHS_DIGITS = 3;

    static StripeAmount of(String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        return switch (code) {
            case "ISK", "UGX" -> WHOLE_AS_HUNDREDTHS;
            case "MGA" -> HUNDREDTHS_AS_WHOLE;
            default -> digits(code) == THOUSANDTHS_DIGITS ? THOUSANDTHS : SAME;
        };
    }

    /** What is no currency of today any more is counted as it was charged. */
    private static int digits(String code) {
        try {
            return Currency.getInstance(code).getDefaultFractionDigits();
        } catch (IllegalArgumentException noneOfToday) {
            return 2;
        }
    }

    /** A price in Stripe's units; refuses what Stripe cannot charge. */
    public static long asked(Price price) {
        if (!canAsk(price)) {
            throw new ProviderException(Reason.REFUSED, "Stripe charges no so small part of " + price.currency());
        }
        StripeAmount unit = of(price.currency());
        return price.amountMinor() * unit.there / unit.here;
    }

    /** Whether Stripe can charge exactly this. */
    public static boolean canAsk(Price price) {
        StripeAmount unit = of(price.currency());
        long units = price.amountMinor() * unit.there;
        return units % unit.here == 0 && units / unit.here % unit.step == 0;
    }

    /** Money that goes back, in Stripe's units: never less than was promised. */
    public static long givenBack(Price amount) {
        StripeAmount unit = of(amount.currency());
        long step = unit.step * unit.here;
        return Math.ceilDiv(amount.amountMinor() * unit.there, step) * step / unit.here;
    }

    /** An amount of Stripe's as a price. */
    public static Price price(long units, String currency) {
        return new Price(minor(units, currency), currency.toUpperCase(Locale.ROOT));
    }

    /** An amount of Stripe's in our units, the nearest where there is no exact one. */
    public static long minor(long units, String currency) {
        StripeAmount unit = of(currency);
        return Math.floorDiv(units * unit.here + unit.there / 2, unit.there);
    }
}
