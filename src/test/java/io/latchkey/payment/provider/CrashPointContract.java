package io.latchkey.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.Death;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A replica is killed after each of its steps on the way through a checkout, a callback and a
 * cancellation. Whoever had no answer asks again, at another replica, and the provider repeats what
 * it told: the end is that of a life without a death.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CrashPointContract {

    /** A bound for whatever would not come to its end. */
    private static final int MOST_STEPS = 400;

    /** Steps from one death to the next: each is one, for which there is not always time. */
    private static final int ALL = 1;

    private static final int FEW = 11;

    /** Longer than whoever took something keeps it from the others. */
    private static final Duration LEASES = Duration.ofMinutes(2);

    private final String database = TestDatabase.fresh();
    private final Death death = new Death(database);

    @SuppressWarnings("NullAway.Init")
    private ProviderHands hands;

    @SuppressWarnings("NullAway.Init")
    private TestService mortal;

    @SuppressWarnings("NullAway.Init")
    private TestService heir;

    @SuppressWarnings("NullAway.Init")
    private TestSite site;

    @SuppressWarnings("NullAway.Init")
    private Shop shop;

    @SuppressWarnings("NullAway.Init")
    private TestReporter figures;

    private int readers;

    /** A provider before services on this database. */
    protected abstract ProviderHands hands(String databaseUrl);

    @BeforeAll
    void start() {
        hands = hands(database);
        heir = hands.service(null);
        mortal = hands.service(death);
        shop = new Shop(hands, database);
        site = heir.site("crashes").monthlyPlan("monthly", 900, 3);
    }

    @BeforeEach
    void report(TestReporter reporter) {
        figures = reporter;
    }

    @AfterAll
    void stop() {
        shop.close();
        hands.close();
    }

    /** What is done before, in peace. */
    @FunctionalInterface
    private interface Before {
        void done(TestReader reader);
    }

    /** What is done by a replica; true when it answered to the end. */
    @FunctionalInterface
    private interface Deed {
        boolean done(TestService by, TestReader reader);
    }

    /** A life, and whether it was cut short. */
    private record Life(boolean killed, End end) {}

    /** All that must be the same, whoever died on the way. */
    private record End(
            String subscription,
            long unlockLeft,
            List<Long> kept,
            List<String> standings,
            List<String> payments,
            List<String> grants,
            List<String> receipts,
            List<String> notices,
            List<String> events,
            List<String> unfinished) {}

    @Test
    void aCheckoutEndsTheSame() {
        checkoutEndsTheSame(FEW);
    }

    @Tag("torture")
    @Test
    void aCheckoutEndsTheSameAfterEachStep() {
        checkoutEndsTheSame(ALL);
    }

    private void checkoutEndsTheSame(int stride) {
        Deed checkout = (by, reader) -> {
            Answer begun = shop.checkout(by, reader);
            return begun.status() == 201 && hands.pay(by, Shop.page(begun)) && !death.hasCome();
        };
        End end = survives(_ -> {}, checkout, stride, 10);
        assertThat(end.subscription()).isEqualTo("active");
        assertThat(end.unlockLeft()).isEqualTo(3);
        assertThat(end.kept()).containsExactly(900L);
        assertThat(end.receipts()).containsExactly("purchase");
        assertThat(end.grants()).hasSize(1);
    }

    @Test
    void aCallbackEndsTheSame() {
        callbackEndsTheSame(FEW);
    }

    @Tag("torture")
    @Test
    void aCallbackEndsTheSameAfterEachStep() {
        callbackEndsTheSame(ALL);
    }

    private void callbackEndsTheSame(int stride) {
        Before paid = reader -> hands.pay(Shop.page(shop.checkout(heir, reader)));
        End end = survives(paid, (by, _) -> carriedOn(by), stride, 25);
        assertThat(end.subscription()).isEqualTo("active");
        assertThat(end.kept()).containsExactly(900L);
        assertThat(end.payments()).containsExactly("900 0");
        assertThat(end.receipts()).containsExactly("purchase");
        assertThat(end.grants()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"period-end", "now"})
    void aCancellationEndsTheSame(String effective) {
        cancellationEndsTheSame(effective, FEW);
    }

    @Tag("torture")
    @ParameterizedTest
    @ValueSource(strings = {"period-end", "now"})
    void aCancellationEndsTheSameAfterEachStep(String effective) {
        cancellationEndsTheSame(effective, ALL);
    }

    private void cancellationEndsTheSame(String effective, int stride) {
        Deed cancel = (by, reader) -> {
            int status = shop.cancel(by, reader, effective).status();
            if (status != 200 && status != 201) {
                return false;
            }
            shop.relay(by);
            return carriedOn(by);
        };
        End end = survives(reader -> shop.subscribed(heir, reader), cancel, stride, 25);
        boolean now = "now".equals(effective);
        assertThat(end.subscription()).isEqualTo(now ? "expired" : "canceled");
        assertThat(end.standings()).containsExactly(now ? "ended" : "ending");
        assertThat(end.kept()).containsExactly(900L);
        assertThat(end.receipts()).containsExactly("cancellation", "purchase");
        assertThat(end.grants()).hasSize(1);
    }

    /** The provider's news are taken in, and what follows from them is carried out. */
    private boolean carriedOn(TestService by) {
        if (!shop.deliver(by)) {
            return false;
        }
        shop.apply(by);
        shop.relay(by);
        return !death.hasCome();
    }

    /** Kills after a step, then some steps later, until the deed ends before its death. */
    private End survives(Before before, Deed deed, int stride, int leastSteps) {
        Life undisturbed = life(before, deed, MOST_STEPS);
        assertThat(undisturbed.killed()).as("more steps than were thought of").isFalse();
        int step = 1 - stride;
        boolean killed = true;
        while (killed) {
            step += stride;
            Life life = life(before, deed, step);
            assertThat(life.end()).as("killed after step %d", step).isEqualTo(undisturbed.end());
            killed = life.killed();
        }
        figures.publishEntry("killed after steps up to", "%d, by %d".formatted(step - stride, stride));
        assertThat(step).as("steps that were seen").isGreaterThan(leastSteps);
        return undisturbed.end();
    }

    /** Peace before, then a deed that may be cut short, and the same once more by the heir. */
    private Life life(Before before, Deed deed, int steps) {
        TestReader reader = site.reader("reader-" + ++readers);
        before.done(reader);
        death.comesAfter(steps);
        boolean answered = answers(deed, reader);
        boolean killed = death.hasCome();
        death.isOver();
        assertThat(answered).as("answers exactly when it lives").isNotEqualTo(killed);
        hands.passes(LEASES);
        if (killed) {
            assertThat(deed.done(heir, reader)).as("the heir's answer").isTrue();
        }
        shop.settle(heir);
        return new Life(killed, read(reader, Shop.page(shop.checkout(heir, reader))));
    }

    /** What fails of a dead replica's is no answer; of a living one's it is a mistake. */
    private boolean answers(Deed deed, TestReader reader) {
        try {
            return deed.done(mortal, reader);
        } catch (RuntimeException failure) {
            if (death.hasCome()) {
                return false;
            }
            throw failure;
        }
    }

    private End read(TestReader reader, URI page) {
        UUID id = Shop.id(reader);
        return new End(
                reader.me().path("subscription").path("status").asString(),
                reader.unlockLeft(),
                hands.kept(page),
                hands.standings(page),
                shop.rows(id, """
                    SELECT price_minor || ' ' || refunded_minor FROM payment
                    WHERE reader_id = ? ORDER BY 1
                    """),
                shop.rows(id, "SELECT amount FROM unlock_grant WHERE reader_id = ?"),
                shop.rows(id, "SELECT kind FROM receipt WHERE reader_id = ? ORDER BY 1"),
                shop.rows(id, "SELECT kind FROM notice WHERE reader_id = ? ORDER BY 1"),
                shop.rows(id, "SELECT type FROM event WHERE reader_id = ? ORDER BY 1"),
                shop.rows(id, """
                    SELECT consumer FROM event_queue
                    WHERE reader_id = ? AND last_position <> done_position
                    """));
    }
}
