package io.latchkey.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.shared.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be asked for, and what is only remembered. */
class PriceTests {

    /** A million euros, and a billion rupiahs. */
    @ParameterizedTest
    @CsvSource({
        "EUR, 100000000",
        "JPY, 100000000",
        "KWD, 100000000",
        "IDR, 100000000000",
        "LBP, 100000000000",
        "IRR, 100000000000",
        "VND, 100000000000"
    })
    void isLimitedByWhatItsCurrencyIsWorth(String currency, long largest) {
        assertThat(Price.asked(largest, currency, 0).amountMinor()).isEqualTo(largest);
        assertThatThrownBy(() -> Price.asked(largest + 1, currency, 0)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> Price.asked(0L, currency, 1)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XAF", "XOF", "XPF", "XCD", "XCG", "EUR", "CHF", "IRR", "ZMW"})
    void isAskedInMoney(String currency) {
        assertThatCode(() -> Price.asked(1L, currency, 1)).doesNotThrowAnyException();
    }

    /** No currency, tests, metals, drawing rights, bonds; funds; what the euro and others ended. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "XXX", "XTS", "XAU", "XAG", "XDR", "XBA", "CHE", "CHW", "CLF", "COU", "MXV", "USN",
                "UYI", "BOV", "DEM", "HRK", "BGN", "ANG", "ZWL", "VEF", "XQX", "eur", "EU", ""
            })
    void isNotAskedInWhatNobodyPaysWith(String currency) {
        assertThatThrownBy(() -> Price.asked(1L, currency, 1)).isInstanceOf(Problem.class);
    }

    /** Who paid in levs has a receipt, and may have them back. */
    @Test
    void remembersWhatWasPaidInMoneyOfThePast() {
        assertThat(new Price(990L, "BGN").currency()).isEqualTo("BGN");
        assertThatThrownBy(() -> new Price(-1L, "EUR")).isInstanceOf(Problem.class);
    }
}
