package io.latchkey.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** A discount takes off one thing: a part of each price, or an amount. */
class DiscountTests {

    @Test
    void isAPercentageOrAnAmount() {
        assertThat(new Discount(50, null, null)).isEqualTo(Discount.percent(50, null));
        assertThat(new Discount(null, 450L, 2)).isEqualTo(Discount.amount(450, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Discount(50, 450L, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Discount(null, null, null));
    }
}
