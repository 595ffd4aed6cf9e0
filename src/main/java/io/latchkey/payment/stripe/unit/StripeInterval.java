package io.latchkey.payment.stripe.unit;

import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import java.time.Period;

/** A period as Stripe bills it: so many of one unit. */
public record StripeInterval(String unit, long count) {

    private static final long LONGEST_MONTH_DAYS = 31;
    private static final int LONGEST_YEARS = 3;
    private static final int LONGEST_MONTHS = 12 * LONGEST_YEARS;
    private static final int LONGEST_DAYS = 365 * LONGEST_YEARS;

    /** Whether Stripe has a bill for each period of this length. */
    // The months stand beside the days and are looked at, too.
    @SuppressWarnings("JavaPeriodGetDays")
    public static boolean canBill(Period period) {
        long months = period.toTotalMonths();
        return period.getDays() == 0
                ? months > 0 && months <= LONGEST_MONTHS
                : months == 0 && period.getDays() > 0 && period.getDays() <= LONGEST_DAYS;
    }

    /** Whether it is a number of whole months, which Stripe counts discounts in. */
    // The months stand beside the days and are looked at, too.
    @SuppressWarnings("JavaPeriodGetDays")
    public static boolean inMonths(Period period) {
        return period.getDays() == 0 && period.toTotalMonths() > 0;
    }

    /** The period as Stripe has it; refuses what it has no bill for. */
    // The months stand beside the days and are looked at, too.
    @SuppressWarnings("JavaPeriodGetDays")
    public static StripeInterval of(Period period) {
        if (!canBill(period)) {
            throw new ProviderException(Reason.REFUSED, "Stripe does not bill by " + period);
        }
        if (period.getDays() > 0) {
            return new StripeInterval("day", period.getDays());
        }
        Period whole = period.normalized();
        return whole.getMonths() == 0
                ? new StripeInterval("year", whole.getYears())
                : new StripeInterval("month", whole.toTotalMonths());
    }

    /**
     * A trial counts whole days there. A month is its longest: never less than was promised, and
     * the same on whichever day the call is repeated, as Stripe asks of an idempotency key.
     */
    // The months stand beside the days and are looked at, too.
    @SuppressWarnings("JavaPeriodGetDays")
    public static long trialDays(Period trial) {
        return trial.toTotalMonths() * LONGEST_MONTH_DAYS + trial.getDays();
    }

    /** The period as we have it. */
    public Period period() {
        return switch (unit) {
            case "year" -> Period.ofYears(Math.toIntExact(count));
            case "month" -> Period.ofMonths(Math.toIntExact(count));
            case "week" -> Period.ofWeeks(Math.toIntExact(count));
            default -> Period.ofDays(Math.toIntExact(count));
        };
    }
}
