package io.latchkey.payment.stripe;

import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import java.time.Period;

/** A period as Stripe bills it: so many of one unit. */
record StripeInterval(String unit, long count) {

    private static final int LONGEST_YEARS = 3;
    private static final int LONGEST_MONTHS = 12 * LONGEST_YEARS;
    private static final int LONGEST_DAYS = 365 * LONGEST_YEARS;

    /** Whether Stripe has a bill for each period of this length. */
    // The months stand beside the days and are looked at, too.
    @SuppressWarnings("JavaPeriodGetDays")
    static boolean canBill(Period period) {
        long months = period.toTotalMonths();
        return period.getDays() == 0
                ? months > 0 && months <= LONGEST_MONTHS
                : months == 0 && period.getDays() > 0 && period.getDays() <= LONGEST_DAYS;
    }

    // The months stand beside the days and are looked at, too.
    @SuppressWarnings("JavaPeriodGetDays")
    static StripeInterval of(Period period) {
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

    Period period() {
        return switch (unit) {
            case "year" -> Period.ofYears(Math.toIntExact(count));
            case "month" -> Period.ofMonths(Math.toIntExact(count));
            case "week" -> Period.ofWeeks(Math.toIntExact(count));
            default -> Period.ofDays(Math.toIntExact(count));
        };
    }
}
