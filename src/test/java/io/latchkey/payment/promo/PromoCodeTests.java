package io.latchkey.payment.promo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.payment.promo.PromoCode.Off;
import io.latchkey.plan.Discount;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.ProblemKind;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much a code takes off, and for whom. */
class PromoCodeTests {

    private static final Instant NOW = Instant.parse("2030-05-10T12:00:00Z");
    private static final PlanId MONTHLY = new PlanId("monthly");

    @ParameterizedTest
    @CsvSource({
        "20, 999, 200", // 199.8
        "25, 998, 250", // 249.5: a half is the reader's
        "33, 100, 33",
        "1, 49, 0", // 0.49
        "1, 50, 1", // 0.5
        "1, 1, 0",
        "99, 1, 1", // 0.99
        "50, 1, 1", // 0.5
        "100, 999, 999",
        "100, 1, 1",
        "100, 100000000, 100000000",
        "7, 100000000, 7000000",
        "20, 0, 0"
    })
    void takesAPercentageOffToTheNearestMinorUnit(int percent, long price, long off) {
        assertThat(Discount.percent(percent, null).offMinor(price)).isEqualTo(off);
    }

    @ParameterizedTest
    @CsvSource({"200, 999, 200", "999, 999, 999", "1000, 999, 999", "5, 0, 0"})
    void takesAnAmountOffAsFarAsThePriceGoes(long amount, long price, long off) {
        assertThat(Discount.amount(amount, null).offMinor(price)).isEqualTo(off);
    }

    @Test
    void neverLeavesLessThanNothingToPayNorMoreThanThePrice() {
        Random random = new Random(20_300_510);
        for (int i = 0; i < 10_000; i++) {
            long price = random.nextLong(100_000_001);
            int percent = 1 + random.nextInt(100);
            long off = Discount.percent(percent, null).offMinor(price);
            assertThat(off).as("%d %% of %d", percent, price).isBetween(0L, price);
            assertThat(Math.abs(off - price * (percent / 100.0)))
                    .as("%d %% of %d", percent, price)
                    .isLessThanOrEqualTo(0.500_001);
        }
    }

    @Test
    void saysForHowManyPayments() {
        PromoCode code = code(new Off.Percent(50), 3, List.of(), null);
        assertThat(code.reductionFor(plan("monthly"), NOW).discount()).isEqualTo(Discount.percent(50, 3));
    }

    @Test
    void takesAnAmountOffPricesOfItsCurrencyOnly() {
        PromoCode dollars = code(new Off.Amount(new Price(100L, "USD")));
        assertRefused(() -> dollars.reductionFor(plan("monthly"), NOW), PromoProblem.PROMO_CODE_OTHER_CURRENCY);
        PromoCode euros = code(new Off.Amount(euros(100)));
        assertThat(euros.reductionFor(plan("monthly"), NOW).discount()).isEqualTo(Discount.amount(100, null));
    }

    @Test
    void isForThePlansThatItNames() {
        PromoCode code = code(new Off.Percent(10), null, List.of(new PlanId("yearly")), null);
        Reduction yearly = code.reductionFor(plan("yearly"), NOW);
        assertThat(yearly.covers(new PlanId("yearly"))).isTrue();
        assertThat(yearly.covers(MONTHLY)).isFalse();
        assertThat(yearly.reduce(euros(900))).isEqualTo(euros(810));
        assertRefused(() -> code.reductionFor(plan("monthly"), NOW), PromoProblem.PROMO_CODE_NOT_FOR_PLAN);
    }

    @Test
    void isOverFromTheMomentThatItSays() {
        PromoCode code = code(new Off.Percent(10), null, List.of(), NOW);
        assertThat(code.reductionFor(plan("monthly"), NOW.minusNanos(1)).covers(MONTHLY))
                .isTrue();
        assertRefused(() -> code.reductionFor(plan("monthly"), NOW), PromoProblem.PROMO_CODE_EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring-24", "SPRING-24", "Spring-24"})
    void isTheSameInSmallLetters(String typed) {
        assertThat(new PromoCodeId(typed).value()).isEqualTo("SPRING-24");
    }

    /** Letters that only another alphabet's rules make capitals of ours are none of ours. */
    @ParameterizedTest
    @ValueSource(strings = {"", "AB", "A B", "A_B", "ÄBC", "A\u0131B ", "ABC\n", "%%%"})
    void isNoneWithOtherCharacters(String typed) {
        assertThatThrownBy(() -> new PromoCodeId(typed)).isInstanceOf(Problem.class);
    }

    @Test
    void isNoneWhenItIsTooLong() {
        assertThat(new PromoCodeId("A".repeat(40)).value()).hasSize(40);
        assertThatThrownBy(() -> new PromoCodeId("A".repeat(41))).isInstanceOf(Problem.class);
    }

    private static void assertRefused(ThrowingCallable attempt, ProblemKind kind) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    private static PromoCode code(Off off) {
        return code(off, null, List.of(), null);
    }

    private static PromoCode code(
            Off off, @Nullable Integer payments, List<PlanId> plans, @Nullable Instant expiresAt) {
        return new PromoCode(new PromoCodeId("SPRING"), off, payments, plans, null, expiresAt);
    }

    private static Price euros(long minor) {
        return new Price(minor, "EUR");
    }

    private static SubscriptionPlan plan(String id) {
        PlanId named = id.equals("monthly") ? MONTHLY : new PlanId(id);
        return new SubscriptionPlan(named, "Plan", euros(900), Period.ofMonths(1), null, List.of(), 0, true);
    }
}
