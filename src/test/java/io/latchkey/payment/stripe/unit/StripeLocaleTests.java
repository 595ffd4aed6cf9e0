package io.latchkey.payment.stripe.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeLocaleTests {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, auto",
                "de, de",
                "de-AT, de",
                "pt-BR, pt-BR",
                "fr-ca, fr-CA",
                "zh-Hant-TW, zh-TW",
                "gsw, auto",
                "not a tag, auto",
                "'', auto"
            })
    void isTheNearest(String tag, String stripes) {
        assertThat(StripeLocale.of(tag).getValue()).isEqualTo(stripes);
    }
}
