package io.latchkey.payment.stripe;

import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import java.time.Period;

/** A period as Stripe bills it: so many of one unit. */
record StripeInterval(String unit, long count) {

    // The months stand beside the days and are looked at, too.
    @SuppressWarnings("JavaPeriodGetDays")
    static StripeInterval of(Period period) {
        Period whole = period.normalized();
        if (whole.getDays() == 0 && whole.toTotalMonths() > 0) {
            return whole.getMonths() == 0
                    ? new StripeInterval("year", whole.getYears())
                    : new StripeInterval("month", whole.toTotalMonths());
        }
        if (whole.toTotalMonths() == 0 && whole.getDays() > 0) {
            return new StripeInterval("day", whole.getDays());
        }
        throw new ProviderException(Reason.REFUSED, "Stripe bills by days or by months, not by " + period);
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
