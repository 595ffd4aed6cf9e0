package io.latchkey.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.payment.provider.ProviderException;
import io.latchkey.plan.Discount;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A discount that is given anew after a pause, wherever its giver is stopped. */
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
        assertThat(renewed()).isEqualTo(700);
        assertThat(renewed()).isEqualTo(900);
    }

    private long renewed() {
        stripe.books.advanceTo(stripe.desk.subscription(ref).end.plus(Duration.ofHours(3)));
        return stripe.books.invoices.getLast().totalMinor;
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
