package io.latchkey.payment.stripe.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import io.latchkey.plan.Price;
import java.util.Currency;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Currencies that Stripe counts otherwise than ISO 4217 does, as its page about them says. */
class StripeAmountTests {

    @ParameterizedTest
    @CsvSource({
        "EUR, 900, 900",
        "JPY, 900, 900",
        "HUF, 90000, 90000",
        "KWD, 1230, 1230",
        "ISK, 900, 90000",
        "UGX, 9000, 900000",
        "MGA, 500000, 5000"
    })
    void sendsAndReadsThem(String currency, long ours, long stripes) {
        assertThat(StripeAmount.asked(new Price(ours, currency))).isEqualTo(stripes);
        assertThat(StripeAmount.price(stripes, currency.toLowerCase(Locale.ROOT)))
                .isEqualTo(new Price(ours, currency));
        assertThat(StripeAmount.givenBack(new Price(ours, currency))).isEqualTo(stripes);
    }

    @ParameterizedTest
    @CsvSource({"KWD, 1234", "MGA, 510"})
    void refusesWhatStripeCannotCharge(String currency, long minor) {
        assertThatThrownBy(() -> StripeAmount.asked(new Price(minor, currency)))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.REFUSED));
    }

    @ParameterizedTest
    @CsvSource({"KWD, 1231, 1240", "KWD, 1239, 1240", "MGA, 510, 6", "ISK, 7, 700", "EUR, 7, 7"})
    void givesBackNoLessThanWasPromised(String currency, long ours, long stripes) {
        assertThat(StripeAmount.givenBack(new Price(ours, currency))).isEqualTo(stripes);
    }

    @ParameterizedTest
    @CsvSource({"isk, 12345, 123", "isk, 12350, 124", "ugx, 99, 1"})
    void readsTheNearestOfWhatCannotBeSaid(String currency, long stripes, long ours) {
        assertThat(StripeAmount.minor(stripes, currency)).isEqualTo(ours);
    }

    /** Ours are those of the JDK. */
    @ParameterizedTest
    @CsvSource({"ISK, 0", "UGX, 0", "MGA, 2", "KWD, 3", "TND, 3", "JPY, 0", "HUF, 2"})
    void standsOnTheDigitsOfTheJdk(String currency, int digits) {
        assertThat(Currency.getInstance(currency).getDefaultFractionDigits()).isEqualTo(digits);
    }
}
