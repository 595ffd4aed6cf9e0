package io.latchkey.payment.stripe.unit;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static final Period MONTH = Period.ofMonths(1);
    private static final LocalDate FIRST = LocalDate.of(2027, 1, 1);

    /** On every day of four years, a leap day among them. */
    @ParameterizedTest
    @ValueSource(ints = {3, 7, 10, 14, 21, 31, 40, 45, 62, 70, 93})
    void reachOverThePaymentsAfterATrialAndNoFurther(int trialDays) {
        for (int day = 0; day < 4 * 366; day++) {
            Instant began = FIRST.plusDays(day).atStartOfDay(ZoneOffset.UTC).toInstant();
            Instant first = began.plus(Duration.ofDays(trialDays));
            for (int payments = 1; payments <= 3; payments++) {
                long months = StripeMonths.past(StripeMonths.due(first, MONTH, payments - 1), began);
                assertThat(StripeMonths.due(began, MONTH, (int) months))
                        .as("%d payments from %s", payments, began)
                        .isAfter(StripeMonths.due(first, MONTH, payments - 1))
                        .isBeforeOrEqualTo(StripeMonths.due(first, MONTH, payments));
            }
        }
    }

    /** A trial of so many days fits no month's end: nobody loses what was promised. */
    @Test
    void ratherReachTooFar() {
        Instant began = Instant.parse("2027-01-30T12:00:00Z");
        Instant first = began.plus(Duration.ofDays(30));
        assertThat(StripeMonths.past(first, began)).isEqualTo(2);
        assertThat(StripeMonths.due(began, MONTH, 1)).isBefore(first);
        assertThat(StripeMonths.due(began, MONTH, 2)).isAfter(first);
    }
}
