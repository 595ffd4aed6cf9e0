package io.latchkey.payment.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The share of money that goes back, rounded in the reader's favour. */
class WithdrawalShareTests {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 900, 900",
        "1, 2, 900, 450",
        "1, 3, 100, 34",
        "2, 3, 100, 67",
        "0, 30, 900, 0",
        "30, 30, 900, 900",
        "2678399, 2678400, 900, 900",
        "1, 2678400, 900, 1",
        "2678399, 2678400, 100000000, 99999963"
    })
    void roundsUp(long left, long all, long amount, long back) {
        assertThat(new WithdrawalShare(left, all).of(amount)).isEqualTo(back);
    }
}
