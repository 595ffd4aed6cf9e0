package io.latchkey.payment.stripe.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.subscription.billing.BillingPeriods;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole months, for what is due on days of its own. */
class StripeMonthsTests {

    private static final LocalDate FIRST = LocalDate.of(2027, 1, 1);

    /** On every day of four years, a leap day among them. */
    @ParameterizedTest
    @ValueSource(ints = {3, 7, 10, 14, 21, 31, 40, 45, 62, 70, 93})
    void reachOverThePaymentsAfterATrialAndNoFurther(int trialDays) {
        for (int day = 0; day < 4 * 366; day++) {
            Instant began = FIRST.plusDays(day).atStartOfDay(ZoneOffset.UTC).toInstant();
            Instant first = began.plus(Duration.ofDays(trialDays));
            for (int payments = 1; payments <= 3; payments++) {
                Instant last = months(first).boundary(payments - 1);
                assertThat(months(began).boundary((int) StripeMonths.past(last, began)))
                        .as("%d payments from %s", payments, began)
                        .isAfter(last)
                        .isBeforeOrEqualTo(months(first).boundary(payments));
            }
        }
    }

    /** A trial of so many days fits no month's end: nobody loses what was promised. */
    @Test
    void ratherReachTooFar() {
        Instant began = Instant.parse("2027-01-30T12:00:00Z");
        Instant first = began.plus(Duration.ofDays(30));
        assertThat(StripeMonths.past(first, began)).isEqualTo(2);
        assertThat(months(began).boundary(1)).isBefore(first);
        assertThat(months(began).boundary(2)).isAfter(first);
    }

    private static BillingPeriods months(Instant from) {
        return new BillingPeriods(from, Period.ofMonths(1), ZoneOffset.UTC);
    }
}
