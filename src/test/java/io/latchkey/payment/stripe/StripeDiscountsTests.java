package io.latchkey.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.payment.provider.ProviderException;
import io.latchkey.plan.Discount;
import io.latchkey.shared.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Discounts that come while a subscription runs, anew after a pause or at all, wherever their giver is stopped. */
class StripeDiscountsTests {

    private static final Duration BOUND = Duration.ofSeconds(40);

    private final StandIn stripe = new StandIn();
    private final StripeCalls calls = StripeWiring.calls(stripe.address());
    private final StripeProvider provider = StripeWiring.provider(calls, stripe);
    private final String ref = StripeWiring.begun(stripe, provider, Discount.amount(200, 2));

    @AfterEach
    void stop() {
        calls.stop();
        stripe.close();
    }

    /** It looks, reads the old coupon, makes another and gives it to the subscription. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void isGivenOnceWhereverItsGiverIsStopped(int step) {
        provider.pause(ref, "pause").block(BOUND);
        stripe.books.advanceTo(stripe.books.now().plus(Duration.ofDays(100)));
        Instant paidUntil = stripe.books.now().plus(Duration.ofDays(20));
        stripe.calledBy(new DiesAfter(step));
        assertThatThrownBy(() -> provider.resume(ref, paidUntil, "resume").block(BOUND))
                .isInstanceOf(ProviderException.class);
        stripe.calledBy(StandIn.Caller.ALIVE);
        stripe.books.advanceTo(stripe.books.now().plus(Duration.ofHours(30)));
        provider.resume(ref, paidUntil, "resume").block(BOUND);
        assertThat(renewed(ref)).isEqualTo(700);
        assertThat(renewed(ref)).isEqualTo(900);
    }

    /** It looks, makes the coupon and gives it to the subscription. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void comesOnceWhereverItsGiverIsStopped(int step) {
        stripe.books.advanceTo(stripe.books.now().plus(Duration.ofDays(3)));
        stripe.calledBy(new DiesAfter(step));
        assertThatThrownBy(() ->
                        provider.reduce(ref, Discount.amount(300, 1), "less").block(BOUND))
                .isInstanceOf(ProviderException.class);
        stripe.calledBy(StandIn.Caller.ALIVE);
        stripe.books.advanceTo(stripe.books.now().plus(Duration.ofHours(30)));
        provider.reduce(ref, Discount.amount(300, 1), "less").block(BOUND);
        assertThat(renewed(ref)).isEqualTo(600);
        assertThat(renewed(ref)).isEqualTo(900);
    }

    /** Two months from the first second on reach beyond the second payment, and not to the third. */
    @Test
    void isForNoMorePaymentsBecauseOurClockIsBehind() {
        Instant begun = Instant.parse("2031-03-10T12:00:00Z");
        Instant second = Instant.parse("2031-05-10T12:00:00Z");
        for (long skew : List.of(-60L, 0L, 60L)) {
            StripeCoupons coupons = new StripeCoupons(calls, new Clock(() -> begun.plusSeconds(skew)));
            assertThat(coupons.until(second, begun).build().getDurationInMonths())
                    .isEqualTo(2);
        }
    }

    /** Begun on a 31st, it is billed on the last days of shorter months. */
    @Test
    void isForAsManyPaymentsThoughTheirDaysDiffer() {
        advanceTo("2031-12-31T12:00:00Z");
        String begun = StripeWiring.begun(stripe, provider, null);
        assertThat(renewed(begun)).isEqualTo(900);
        advanceTo("2032-01-31T18:00:00Z");
        provider.reduce(begun, Discount.amount(200, 2), "short").block(BOUND);
        assertThat(renewed(begun)).isEqualTo(700);
        assertThat(renewed(begun)).isEqualTo(700);
        assertThat(renewed(begun)).isEqualTo(900);
    }

    /** Its months end on the 31st of March, when a third payment is due that it is not for. */
    @Test
    void isForNoMorePaymentsBecauseFebruaryIsShort() {
        advanceTo("2031-12-31T12:00:00Z");
        String begun = StripeWiring.begun(stripe, provider, Discount.amount(200, 3));
        assertThat(renewed(begun)).isEqualTo(700);
        advanceTo("2032-02-10T12:00:00Z");
        provider.pause(begun, "february").block(BOUND);
        advanceTo("2032-05-01T12:00:00Z");
        provider.resume(begun, Instant.parse("2032-05-20T12:00:00Z"), "may").block(BOUND);
        assertThat(renewed(begun)).isEqualTo(700);
        assertThat(renewed(begun)).isEqualTo(900);
    }

    @Test
    void isNotForgottenWhenThePauseIsAskedForAgain() {
        provider.pause(ref, "pause").block(BOUND);
        stripe.books.advanceTo(stripe.books.now().plus(Duration.ofDays(100)));
        provider.pause(ref, "again").block(BOUND);
        provider.resume(ref, stripe.books.now().plus(Duration.ofDays(20)), "resume")
                .block(BOUND);
        assertThat(renewed(ref)).isEqualTo(700);
    }

    /** Somebody let it go on by hand, and it was used up; a later pause owes nothing of it. */
    @Test
    void isNotGivenAnewForAPauseOfBefore() {
        provider.pause(ref, "first").block(BOUND);
        stripe.desk.subscription(ref).paused = false;
        stripe.books.advanceTo(stripe.books.now().plus(Duration.ofDays(100)));
        provider.pause(ref, "second").block(BOUND);
        provider.resume(ref, stripe.books.now().plus(Duration.ofDays(20)), "resume")
                .block(BOUND);
        assertThat(renewed(ref)).isEqualTo(900);
    }

    private void advanceTo(String moment) {
        stripe.books.advanceTo(Instant.parse(moment));
    }

    private long renewed(String subscription) {
        stripe.books.advanceTo(stripe.desk.subscription(subscription).end.plus(Duration.ofHours(3)));
        return stripe.books.invoices.stream()
                .filter(it -> it.subscription.id.equals(subscription))
                .reduce((_, last) -> last)
                .orElseThrow()
                .totalMinor;
    }

    private record DiesAfter(int steps, AtomicInteger taken) implements StandIn.Caller {

        DiesAfter(int steps) {
            this(steps, new AtomicInteger());
        }

        @Override
        public boolean isDead() {
            return taken.get() >= steps;
        }

        @Override
        public void answered() {
            taken.incrementAndGet();
        }
    }
}
