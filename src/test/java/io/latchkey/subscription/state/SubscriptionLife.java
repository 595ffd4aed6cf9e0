package io.latchkey.subscription.state;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.problem.Problem;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.state.SubscriptionStatus.Action;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** A random life: what was tried, when, and the state before and after it. */
final class SubscriptionLife {

    static final Instant START = Instant.parse("2027-01-31T10:00:00Z");
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    static final SubscriptionPlan MONTHLY = plan("monthly", 900, "P1M", "P14D");
    static final SubscriptionPlan YEARLY = plan("yearly", 9_000, "P1Y", null);
    static final Deadlines DEADLINES = new Deadlines(Duration.ofDays(7), Duration.ofDays(14));
    private static final UUID RECEIPT = new UUID(1, 1);

    private SubscriptionLife() {}

    /** What can be tried. */
    enum Deed {
        RENEW(Action.RENEW),
        FAIL(Action.FAIL),
        CANCEL_AT_PERIOD_END(Action.CANCEL),
        CANCEL_NOW(Action.CANCEL),
        UNDO(Action.UNDO),
        CHOOSE_YEARLY(Action.CHANGE_PLAN),
        CHOOSE_MONTHLY(Action.CHANGE_PLAN),
        PAUSE(Action.PAUSE),
        PAUSE_FOR_A_WEEK(Action.PAUSE),
        RESUME(Action.RESUME),
        EXPIRE(Action.EXPIRE);

        private final Action action;

        Deed(Action action) {
            this.action = action;
        }

        Action action() {
            return action;
        }
    }

    /** A deed and how long after the one before it is tried. */
    record Attempt(Deed deed, Duration after) {}

    /**
     * What came of it.
     *
     * @param after null when it was refused
     */
    record Step(
            Deed deed,
            Instant at,
            Subscription before,
            @Nullable Subscription after) {

        Subscription state() {
            return after == null ? before : after;
        }
    }

    /** Tries all that, one after another, and notes what happened. */
    static List<Step> lived(boolean trial, List<Attempt> attempts) {
        List<Step> steps = new ArrayList<>();
        Subscription state = begun(trial);
        Instant now = START;
        for (Attempt attempt : attempts) {
            now = now.plus(attempt.after());
            Step step = new Step(attempt.deed(), now, state, tried(state, attempt.deed(), now));
            steps.add(step);
            state = step.state();
        }
        return steps;
    }

    static Subscription begun(boolean trial) {
        return Subscription.begin(
                new UUID(7, 7),
                new ReaderKey(new SiteId("gazette"), new UUID(8, 8)),
                MONTHLY,
                Subscription.Source.BOUGHT,
                null,
                MONTHLY.price(),
                trial,
                START,
                BERLIN);
    }

    /** The next state; null when it was refused. */
    static @Nullable Subscription tried(Subscription from, Deed deed, Instant now) {
        try {
            return switch (deed) {
                case RENEW -> from.renewed(BERLIN);
                case FAIL -> from.overdue(DEADLINES.nextLook(from, now));
                case CANCEL_AT_PERIOD_END -> from.canceledAtPeriodEnd(now, RECEIPT);
                case CANCEL_NOW -> from.canceledNow(now, RECEIPT);
                case UNDO -> from.undone(now);
                case CHOOSE_YEARLY -> from.choosing(YEARLY);
                case CHOOSE_MONTHLY -> from.choosing(MONTHLY);
                case PAUSE -> from.paused(now, null);
                case PAUSE_FOR_A_WEEK -> from.paused(now, now.plus(Duration.ofDays(7)));
                case RESUME -> from.resumed(now);
                case EXPIRE -> from.ended(now);
            };
        } catch (Problem refused) {
            if (refused.kind() == SubscriptionProblem.NOT_POSSIBLE_NOW) {
                return null;
            }
            throw refused;
        }
    }

    /** Expiry and ending at once are rare, so that lives are long enough to be interesting. */
    static Arbitrary<List<Attempt>> attempts() {
        Arbitrary<Deed> deeds =
                Arbitraries.of(Deed.values()).filter(deed -> deed != Deed.EXPIRE && deed != Deed.CANCEL_NOW);
        Arbitrary<Deed> all =
                Arbitraries.frequencyOf(Tuple.of(15, deeds), Tuple.of(1, Arbitraries.of(Deed.EXPIRE, Deed.CANCEL_NOW)));
        Arbitrary<Duration> pauses = Arbitraries.integers().between(0, 20 * 24).map(Duration::ofHours);
        return Combinators.combine(all, pauses)
                .as(Attempt::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    private static SubscriptionPlan plan(String id, long price, String period, @Nullable String trial) {
        return new SubscriptionPlan(
                new PlanId(id),
                id,
                new Price(price, "EUR"),
                Period.parse(period),
                trial == null ? null : Period.parse(trial),
                List.of("standard"),
                0,
                true);
    }
}
