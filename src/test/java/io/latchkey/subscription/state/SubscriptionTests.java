package io.latchkey.subscription.state;

import static io.latchkey.subscription.state.SubscriptionLife.BERLIN;
import static io.latchkey.subscription.state.SubscriptionLife.DEADLINES;
import static io.latchkey.subscription.state.SubscriptionStatus.ACTIVE;
import static io.latchkey.subscription.state.SubscriptionStatus.CANCELED;
import static io.latchkey.subscription.state.SubscriptionStatus.EXPIRED;
import static io.latchkey.subscription.state.SubscriptionStatus.PAST_DUE;
import static io.latchkey.subscription.state.SubscriptionStatus.PAUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.subscription.state.Deadlines.Due;
import io.latchkey.subscription.state.SubscriptionLife.Attempt;
import io.latchkey.subscription.state.SubscriptionLife.Deed;
import io.latchkey.subscription.state.SubscriptionLife.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever is tried in whatever order, some things never happen to a subscription (rule 6). */
class SubscriptionTests {

    @Property(tries = 500)
    void refusesExactlyWhatTheTableAndThePaidTimeForbid(
            @ForAll boolean trial, @ForAll("attempts") List<Attempt> attempts) {
        for (Step step : SubscriptionLife.lived(trial, attempts)) {
            boolean wantsPaidTime = switch (step.deed()) {
                case UNDO, PAUSE, PAUSE_FOR_A_WEEK -> true;
                case RENEW, FAIL, CANCEL_AT_PERIOD_END, CANCEL_NOW, CHOOSE_YEARLY, CHOOSE_MONTHLY, RESUME, EXPIRE ->
                    false;
            };
            boolean unheard =
                    step.deed() == Deed.UNDO && step.before().arrears().lookAt() != null;
            boolean possible = step.before().status().allows(step.deed().action())
                    && (!wantsPaidTime || unheard || step.before().paidUntil().isAfter(step.at()));
            assertThat(step.after() != null).as("%s", step).isEqualTo(possible);
        }
    }

    @Property(tries = 500)
    void neverTakesPaidTimeBack(@ForAll boolean trial, @ForAll("attempts") List<Attempt> attempts) {
        assertThat(SubscriptionLife.lived(trial, attempts))
                .allSatisfy(step -> assertThat(step.state().paidUntil())
                        .isAfterOrEqualTo(step.before().paidUntil()));
    }

    /** Only a paid renewal and the time that a pause took make it later. */
    @Property(tries = 500)
    void givesAwayNoTimeThatNobodyPaidFor(@ForAll boolean trial, @ForAll("attempts") List<Attempt> attempts) {
        for (Step step : SubscriptionLife.lived(trial, attempts)) {
            Duration more =
                    Duration.between(step.before().paidUntil(), step.state().paidUntil());
            if (step.before().status() == PAUSED && step.state().status() != EXPIRED) {
                Instant paused = Objects.requireNonNull(step.before().pausedAt());
                assertThat(more)
                        .isEqualTo(
                                step.state().status() == PAUSED ? Duration.ZERO : Duration.between(paused, step.at()));
            } else if (step.deed() == Deed.RENEW && step.after() != null) {
                assertThat(more).isPositive();
                assertThat(step.after().periodStart()).isEqualTo(step.before().paidUntil());
            } else if (step.before().status() != PAUSED) {
                assertThat(more).isZero();
            }
        }
    }

    @Property(tries = 500)
    void staysExpiredOnceItIs(@ForAll boolean trial, @ForAll("attempts") List<Attempt> attempts) {
        assertThat(SubscriptionLife.lived(trial, attempts))
                .filteredOn(step -> step.before().status() == EXPIRED)
                .allSatisfy(step -> assertThat(step.after()).isNull());
    }

    /** As the constraints of its table demand. */
    @Property(tries = 500)
    void carriesTheMarksOfItsStatusAndNoOthers(@ForAll boolean trial, @ForAll("attempts") List<Attempt> attempts) {
        for (Step step : SubscriptionLife.lived(trial, attempts)) {
            Subscription now = step.state();
            assertThat(now.former() != null).isEqualTo(now.status() == CANCELED);
            assertThat(now.pausedAt() != null).isEqualTo(now.status() == PAUSED);
            assertThat(now.endedAt() != null).isEqualTo(now.status() == EXPIRED);
            assertThat(now.next() == null || !now.next().plan().equals(now.plan()))
                    .isTrue();
            if (now.status() == CANCELED) {
                assertThat(now.cancellationReceipt()).isNotNull();
                assertThat(now.canceledAt()).isNotNull();
            }
        }
    }

    @Property(tries = 500)
    void isAfterUndoingWhatItWasBeforeItWasCanceled(
            @ForAll boolean trial,
            @ForAll("attempts") List<Attempt> attempts,
            @ForAll @IntRange(max = 400) int hoursLater) {
        Subscription state = last(trial, attempts);
        Instant now = lastMoment(attempts);
        if (!state.status().live() || state.status() == CANCELED) {
            return;
        }
        Subscription canceled = done(state, Deed.CANCEL_AT_PERIOD_END, now);
        Instant later = now.plus(Duration.ofHours(hoursLater));
        if (canceled.status() != CANCELED || !canceled.paidUntil().isAfter(later)) {
            return;
        }
        Subscription undone = done(canceled, Deed.UNDO, later);
        assertThat(undone.status()).isEqualTo(state.status());
        assertThat(undone.resumesAt()).isEqualTo(state.resumesAt());
        assertThat(undone.arrears().retryAt()).isEqualTo(state.arrears().retryAt());
        assertThat(undone.next()).isEqualTo(state.next());
        assertThat(undone.canceledAt()).isNull();
        assertThat(undone.cancellationReceipt()).isNull();
        if (state.status() != PAUSED && state.status() != PAST_DUE) {
            assertThat(undone).isEqualTo(state);
        }
    }

    /** Between two renewals the paid time is a period, however often it was interrupted. */
    @Property(tries = 500)
    void pausesHoweverManyCostNoPaidTime(
            @ForAll("hours") List<Integer> reading, @ForAll("hours") List<Integer> pausing) {
        Subscription state = SubscriptionLife.begun(false);
        Duration paid = Duration.between(state.periodStart(), state.paidUntil());
        Instant now = state.periodStart();
        Duration read = Duration.ZERO;
        for (int i = 0; i < Math.min(reading.size(), pausing.size()); i++) {
            now = now.plus(Duration.ofHours(reading.get(i)));
            read = read.plusHours(reading.get(i));
            state = done(state, Deed.PAUSE, now);
            now = now.plus(Duration.ofHours(pausing.get(i)));
            state = done(state, Deed.RESUME, now);
            assertThat(Duration.between(now, state.paidUntil())).isEqualTo(paid.minus(read));
        }
    }

    @Property(tries = 300)
    void renewsAtTheChosenPlanFromTheEndOfThePaidPeriodOn(
            @ForAll boolean trial, @ForAll("attempts") List<Attempt> attempts) {
        for (Step step : SubscriptionLife.lived(trial, attempts)) {
            if (step.deed() == Deed.RENEW && step.after() != null) {
                Subscription before = step.before();
                assertThat(step.after().plan()).isEqualTo(before.renewalPlan());
                assertThat(step.after().price()).isEqualTo(before.renewalPrice());
                assertThat(step.after().next()).isNull();
                if (before.next() != null) {
                    assertThat(step.after().paidUntil())
                            .isEqualTo(before.paidUntil()
                                    .atZone(BERLIN)
                                    .plus(before.next().period())
                                    .toInstant());
                }
            }
        }
    }

    @Property(tries = 500)
    void hasSomethingDueExactlyFromTheMomentThatItNames(
            @ForAll boolean trial, @ForAll("attempts") List<Attempt> attempts) {
        Subscription state = last(trial, attempts);
        Instant due = DEADLINES.dueAt(state);
        if (due == null) {
            assertThat(DEADLINES.dueNow(state, Instant.MAX)).isEqualTo(Due.NOTHING);
        } else {
            assertThat(DEADLINES.dueNow(state, due.minusNanos(1))).isEqualTo(Due.NOTHING);
            assertThat(DEADLINES.dueNow(state, due)).isNotEqualTo(Due.NOTHING);
        }
    }

    @Property(tries = 500)
    void isOpenWhilePaidAndAtMostThroughAProvidersSilence(
            @ForAll boolean trial, @ForAll("attempts") List<Attempt> attempts) {
        Subscription state = last(trial, attempts);
        Instant open = DEADLINES.openUntil(state);
        if (state.status() == PAUSED || state.status() == EXPIRED) {
            assertThat(open).isNull();
        } else {
            assertThat(open).isBetween(state.paidUntil(), state.paidUntil().plus(DEADLINES.silence()));
        }
        if (state.status() == PAST_DUE) {
            assertThat(open).isEqualTo(state.paidUntil().plus(DEADLINES.grace()));
        }
    }

    @Property(tries = 100)
    void keepsItsDayOfTheMonthThroughManyRenewals(@ForAll @IntRange(min = 1, max = 60) int months) {
        Subscription state = SubscriptionLife.begun(false);
        for (int i = 0; i < months; i++) {
            state = state.renewed(BERLIN);
        }
        assertThat(state.status()).isEqualTo(ACTIVE);
        assertThat(state.paidUntil())
                .isEqualTo(SubscriptionLife.START
                        .atZone(BERLIN)
                        .plusMonths(months + 1L)
                        .toInstant());
    }

    private static Subscription last(boolean trial, List<Attempt> attempts) {
        return SubscriptionLife.lived(trial, attempts).getLast().state();
    }

    private static Instant lastMoment(List<Attempt> attempts) {
        return attempts.stream().map(Attempt::after).reduce(SubscriptionLife.START, Instant::plus, (_, later) -> later);
    }

    private static Subscription done(Subscription from, Deed deed, Instant now) {
        return Objects.requireNonNull(SubscriptionLife.tried(from, deed, now));
    }

    @Provide
    static Arbitrary<List<Attempt>> attempts() {
        return SubscriptionLife.attempts();
    }

    /** Of reading in all less than the shortest month. */
    @Provide
    static Arbitrary<List<Integer>> hours() {
        return Arbitraries.integers().between(0, 60).list().ofMaxSize(10);
    }
}
