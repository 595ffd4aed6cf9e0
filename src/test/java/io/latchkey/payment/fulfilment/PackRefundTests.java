package io.latchkey.payment.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.plan.Price;
import io.latchkey.site.PackRefundRules.TakeBack;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many unlocks a pack keeps when money goes back. */
class PackRefundTests {

    @ParameterizedTest
    @CsvSource({
        "10, 500, 0, 10",
        "10, 500, 500, 0",
        "10, 500, 250, 5",
        "10, 500, 50, 9",
        "10, 500, 49, 10", // 0.98 of an unlock
        "10, 500, 99, 9", // 1.98
        "10, 500, 499, 1", // 9.98
        "3, 1000, 333, 3", // 0.999
        "3, 1000, 334, 2",
        "1, 500, 499, 1",
        "1, 500, 500, 0",
        "10, 500, 600, 0", // more than was paid: a dispute's fee
        "10, 500, -1, 10",
        "10, 0, 0, 10",
        "10, 0, 5, 10",
        "1000000, 100000000, 99999999, 1",
        "1000000, 100000000, 50000000, 500000",
        "1000000, 100000000000000, 50000000000000, 500000" // more than a long holds, multiplied
    })
    void takesBackInProportionAndRoundsInTheReadersFavour(int given, long paid, long refunded, int kept) {
        assertThat(refund(given, paid, refunded).keeps(TakeBack.UNSPENT)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"0", "250", "500", "600"})
    void leavesAllWhereTheSiteSaysSo(long refunded) {
        assertThat(refund(10, 500, refunded).keeps(TakeBack.NOTHING)).isEqualTo(10);
    }

    @Test
    void takesNeverMoreThanThePartThatWasPaidBackAndNeverGivesWhenMoreIs() {
        Random random = new Random(20_300_510);
        for (int i = 0; i < 10_000; i++) {
            int given = 1 + random.nextInt(1_000_000);
            long paid = 1 + random.nextLong(100_000_000);
            long less = random.nextLong(paid + 1);
            long more = less + random.nextLong(paid + 1);
            int kept = refund(given, paid, less).keeps(TakeBack.UNSPENT);
            assertThat((given - kept) * paid)
                    .as("%d for %d, %d back", given, paid, less)
                    .isBetween(0L, given * less);
            assertThat(refund(given, paid, more).keeps(TakeBack.UNSPENT))
                    .as("%d for %d, %d back after %d", given, paid, more, less)
                    .isBetween(0, kept);
        }
    }

    private static PackRefund refund(int given, long paid, long refunded) {
        return new PackRefund(given, new Price(paid, "EUR"), refunded);
    }
}
