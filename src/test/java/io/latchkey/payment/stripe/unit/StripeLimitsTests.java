package io.latchkey.payment.stripe.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.plan.Discount;
import io.latchkey.plan.Price;
import java.time.Period;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeLimitsTests {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "EUR, 1, P1M, P14D",
                "EUR, 900, P3Y, P730D",
                "KWD, 1230, P7D, -",
                "ISK, 1, P36M, -",
                "MGA, 500, -, -"
            })
    void takesWhatStripeBills(String currency, long minor, Period period, Period trial) {
        assertThat(StripeLimits.refusal(new Price(minor, currency), period, trial))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "EUR, 900, P1M1D, -, P1M1D",
                "EUR, 900, P37M, -, three years",
                "EUR, 900, P1096D, -, three years",
                "KWD, 1234, P1M, -, KWD",
                "MGA, 550, -, -, MGA",
                "EUR, 900, P1M, P3Y, 730 days"
            })
    void saysWhyItDoesNotTakeOthers(String currency, long minor, Period period, Period trial, String why) {
        assertThat(StripeLimits.refusal(new Price(minor, currency), period, trial))
                .hasValueSatisfying(said -> assertThat(said).contains(why));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"P1M, 3, true", "P1Y, 1, true", "P7D, -, true", "P7D, 3, false", "P1M1D, 3, false"})
    void takesADiscountOffMonthsAloneForSoManyPayments(Period period, @Nullable Integer payments, boolean takes) {
        assertThat(StripeLimits.refusal(new Price(900L, "EUR"), period, Discount.percent(50, payments))
                        .isEmpty())
                .isEqualTo(takes);
    }

    @ParameterizedTest
    @CsvSource({"KWD, 1230, true", "KWD, 1234, false", "EUR, 1, true"})
    void takesNothingOffThatItHasNoMoneyFor(String currency, long minor, boolean takes) {
        assertThat(StripeLimits.refusal(new Price(9_000L, currency), Period.ofMonths(1), Discount.amount(minor, null))
                        .isEmpty())
                .isEqualTo(takes);
    }
}
