package io.latchkey.subscription.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.billing.BillingStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Seven events of one subscription in all their orders, repeated at random (rule 11). An event is only a
 * reason to look: what is seen is how far the provider had come by then, which may be further than
 * the event.
 */
class BillingStepOrderTests {

    private static final Instant BEGIN = Instant.parse("2027-01-31T10:00:00Z");
    private static final Instant TRIAL_END = Instant.parse("2027-02-14T10:00:00Z");
    private static final Instant FIRST_END = Instant.parse("2027-03-14T10:00:00Z");
    private static final Instant SECOND_END = Instant.parse("2027-04-14T10:00:00Z");
    private static final Deadlines DEADLINES = new Deadlines(Duration.ofDays(7), Duration.ofDays(14));
    private static final UUID RECEIPT = new UUID(1, 1);

    /** A state of the provider's and when it came to be; whether something was paid by then. */
    private record Moment(Instant at, boolean paid, BillingState state) {}

    private static final List<Moment> HISTORY = List.of(
            moment(BEGIN, false, state("basic", BillingStatus.RUNNING, BEGIN, TRIAL_END)),
            moment(TRIAL_END, true, state("basic", BillingStatus.RUNNING, TRIAL_END, FIRST_END)),
            moment(FIRST_END, true, state("basic", BillingStatus.UNPAID, TRIAL_END, FIRST_END)),
            moment(
                    FIRST_END.plus(Duration.ofDays(2)),
                    true,
                    state("basic", BillingStatus.RUNNING, FIRST_END, SECOND_END)),
            moment(
                    FIRST_END.plus(Duration.ofDays(5)),
                    true,
                    state("pro", BillingStatus.RUNNING, FIRST_END, SECOND_END)),
            moment(FIRST_END.plus(Duration.ofDays(9)), true, ending(BillingStatus.RUNNING, null)),
            moment(SECOND_END, true, ending(BillingStatus.ENDED, SECOND_END)));

    @Test
    void everyOrderOfSevenEventsEndsInTheSameState() {
        Random random = new Random(20_271_124);
        Subscription expected = lived(List.of(0, 1, 2, 3, 4, 5, 6), random);
        assertThat(expected.status()).isEqualTo(SubscriptionStatus.EXPIRED);
        assertThat(expected.plan()).isEqualTo(new PlanId("pro"));
        assertThat(expected.paidUntil()).isEqualTo(SECOND_END);
        assertThat(expected.periodStart()).isEqualTo(FIRST_END);

        List<List<Integer>> orders = orders(7);
        assertThat(orders).hasSize(5_040);
        for (List<Integer> order : orders) {
            assertThat(essence(lived(repeated(order, random), random)))
                    .as("order %s", order)
                    .isEqualTo(essence(expected));
        }
    }

    /** What it must agree in, however it was told. */
    private static List<Object> essence(Subscription s) {
        return List.of(s.status(), s.plan(), s.price(), s.period(), s.periodStart(), s.paidUntil());
    }

    /** Each event makes us look; afterwards the last due thing is done. */
    private static Subscription lived(List<Integer> events, Random random) {
        int seen = look(events.getFirst(), random);
        Subscription here = begun(HISTORY.get(seen), HISTORY.get(seen).at());
        for (int event : events) {
            seen = look(Math.max(seen, event), random);
            Moment moment = HISTORY.get(seen);
            Instant now = moment.at().plusSeconds(random.nextInt(60));
            Instant paidBefore = here.paidUntil();
            here = BillingStep.of(here, moment.state(), false, now, RECEIPT).next();
            assertThat(here.paidUntil()).isAfterOrEqualTo(paidBefore);
        }
        Instant end = SECOND_END.plus(Duration.ofDays(1));
        return DEADLINES.dueNow(here, end) == Deadlines.Due.END ? here.ended(end) : here;
    }

    /** How far the provider has come when we look because of this event. */
    private static int look(int event, Random random) {
        return event + random.nextInt(HISTORY.size() - event);
    }

    private static Subscription begun(Moment moment, Instant now) {
        return Subscription.begun(
                new UUID(7, 7),
                new ReaderKey(new SiteId("gazette"), new UUID(8, 8)),
                moment.state(),
                true,
                moment.paid(),
                now);
    }

    private static List<Integer> repeated(List<Integer> order, Random random) {
        List<Integer> events = new ArrayList<>(order);
        int repetitions = random.nextInt(4);
        for (int i = 0; i < repetitions; i++) {
            events.add(random.nextInt(events.size() + 1), order.get(random.nextInt(order.size())));
        }
        return events;
    }

    private static List<List<Integer>> orders(int n) {
        if (n == 0) {
            return List.of(List.of());
        }
        List<List<Integer>> orders = new ArrayList<>();
        for (List<Integer> shorter : orders(n - 1)) {
            for (int at = 0; at <= shorter.size(); at++) {
                List<Integer> order = new ArrayList<>(shorter);
                order.add(at, n - 1);
                orders.add(Collections.unmodifiableList(order));
            }
        }
        return orders;
    }

    private static Moment moment(Instant at, boolean paid, BillingState state) {
        return new Moment(at, paid, state);
    }

    private static BillingState ending(BillingStatus status, @Nullable Instant endedAt) {
        return new BillingState(
                new PlanId("pro"),
                new Price(1_900L, "EUR"),
                Period.ofMonths(1),
                null,
                null,
                null,
                status,
                FIRST_END,
                SECOND_END,
                null,
                true,
                endedAt);
    }

    private static BillingState state(String plan, BillingStatus status, Instant start, Instant end) {
        return new BillingState(
                new PlanId(plan),
                new Price("pro".equals(plan) ? 1_900L : 900L, "EUR"),
                Period.ofMonths(1),
                null,
                null,
                null,
                status,
                start,
                end,
                status == BillingStatus.UNPAID ? end.plus(Duration.ofDays(1)) : null,
                false,
                null);
    }
}
