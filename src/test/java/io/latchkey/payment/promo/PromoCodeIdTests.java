package io.latchkey.payment.promo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.shared.problem.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromoCodeIdTests {

    @ParameterizedTest
    @ValueSource(strings = {"SPRING-25", " spring-25", "spring-25\r\n", "spring -25", "\u00a0Spring-25\u200b"})
    void isReadAsItWasMeant(String typed) {
        assertThat(PromoCodeId.typed(typed)).isEqualTo(new PromoCodeId("SPRING-25"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\t\n", "\u00a0"})
    void isAbsentWhereNobodyTypedAny(String typed) {
        assertThat(PromoCodeId.typed(typed)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SP", "SPRING_25", "\u00c4RGER"})
    void isNotGuessed(String typed) {
        assertThatThrownBy(() -> PromoCodeId.typed(typed)).isInstanceOf(Problem.class);
    }
}
