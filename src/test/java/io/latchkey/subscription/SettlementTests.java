package io.latchkey.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.problem.Problem;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.BillingState.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is believed about what: the provider about money, the reader about their wishes (rule 6). */
class SettlementTests {

    private static final Instant START = Instant.parse("2027-03-01T08:00:00Z");
    private static final Instant END = Instant.parse("2027-04-01T08:00:00Z");
    private static final Instant NEXT_END = Instant.parse("2027-05-01T08:00:00Z");
    private static final Instant MIDDLE = Instant.parse("2027-03-15T08:00:00Z");
    private static final UUID RECEIPT = new UUID(1, 1);

    private final Subscription active = Subscription.begun(
            new UUID(7, 7),
            new ReaderKey(new SiteId("gazette"), new UUID(8, 8)),
            there(Standing.RUNNING, START, END, false),
            false,
            true,
            START);

    @Test
    void takesNoPaidDayAway() {
        BillingState less = there(Standing.RUNNING, START, END.minus(Duration.ofDays(9)), false);
        assertThat(settled(active, less, MIDDLE).next()).isEqualTo(active);
        BillingState failing = there(Standing.UNPAID, START, END.minus(Duration.ofDays(9)), false);
        assertThat(settled(active, failing, MIDDLE).next().paidUntil()).isEqualTo(END);
    }

    @Test
    void changesNothingWhenAskedAgain() {
        BillingState renewed = there(Standing.RUNNING, END, NEXT_END, false);
        Transition once = settled(active, renewed, END);
        assertThat(once.facts()).containsExactly(SubscriptionFact.RENEWED);
        Transition again = settled(once.next(), renewed, END);
        assertThat(again.next()).isEqualTo(once.next());
        assertThat(again.facts()).isEmpty();
    }

    @Test
    void addsWhatWasBilledInAPauseToTheTimeThatWaits() {
        Subscription paused = active.paused(MIDDLE, null);
        BillingState wentOn = there(Standing.RUNNING, END, NEXT_END, false);
        Transition billed = settled(paused, wentOn, END);
        assertThat(billed.facts()).containsExactly(SubscriptionFact.RENEWED);
        assertThat(billed.next().status()).isEqualTo(SubscriptionStatus.PAUSED);
        assertThat(billed.next().pausedAt()).isEqualTo(MIDDLE);
        assertThat(billed.next().paidUntil()).isEqualTo(NEXT_END);
        assertThat(settled(billed.next(), wentOn, END).facts()).isEmpty();
        Subscription canceled = paused.canceledAtPeriodEnd(MIDDLE, RECEIPT);
        assertThat(settled(canceled, wentOn, MIDDLE).next()).isEqualTo(canceled);
    }

    @Test
    void keepsTheTimeOfAPauseOfWhichTheProviderNeverHeard() {
        Subscription resumed = active.paused(MIDDLE, null).resumed(MIDDLE.plus(Duration.ofDays(3)));
        assertThat(resumed.paidUntil()).isEqualTo(END.plus(Duration.ofDays(3)));
        BillingState wentOn = there(Standing.RUNNING, END, NEXT_END, false);
        Subscription billed = settled(resumed, wentOn, END).next();
        assertThat(billed.paidUntil()).isEqualTo(NEXT_END.plus(Duration.ofDays(3)));
        BillingState corrected = there(Standing.RUNNING, END, billed.paidUntil(), false);
        assertThat(settled(billed, corrected, END).facts()).isEmpty();
        assertThat(settled(billed, corrected, END).next().paidUntil()).isEqualTo(billed.paidUntil());
    }

    @Test
    void waitsForAMonthThatMayBeBilledBeforeItEndsWhatWasCanceled() {
        Instant late = END.plusSeconds(30);
        Subscription canceled = active.canceledAtPeriodEnd(late, RECEIPT);
        assertThat(canceled.status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(deadlines(7).dueNow(canceled, late)).isEqualTo(Deadlines.Due.PAYMENT);
        assertThat(deadlines(7).openUntil(canceled)).isEqualTo(END.plus(Duration.ofDays(14)));
        Subscription billed = settled(canceled, there(Standing.RUNNING, END, NEXT_END, false), late)
                .next();
        assertThat(billed.status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(billed.paidUntil()).isEqualTo(NEXT_END);
        assertThat(deadlines(7).openUntil(billed)).isEqualTo(NEXT_END);
        Subscription not =
                settled(canceled, there(Standing.ENDED, START, END, true), late).next();
        assertThat(deadlines(7).dueNow(not, late)).isEqualTo(Deadlines.Due.END);
        assertThat(deadlines(7).dueNow(canceled, END.plus(Duration.ofDays(14)))).isEqualTo(Deadlines.Due.END);
    }

    @Test
    void revivesNothingThatTheProviderHasEnded() {
        Subscription canceled = active.canceledAtPeriodEnd(MIDDLE, RECEIPT);
        assertThat(canceled.undone(MIDDLE).status()).isEqualTo(SubscriptionStatus.ACTIVE);
        Subscription over = settled(canceled, there(Standing.ENDED, START, END, true), MIDDLE)
                .next();
        assertThat(over.endedThere()).isTrue();
        assertThatThrownBy(() -> over.undone(MIDDLE)).isInstanceOf(Problem.class);
    }

    @Test
    void failsOnTheProvidersWordOnlyAndCountsTheGraceFromThere() {
        Instant late = END.plus(Duration.ofDays(9));
        Subscription overdue = active.overdue(late);
        assertThat(settled(overdue, there(Standing.RUNNING, START, END, false), late)
                        .facts())
                .isEmpty();
        Transition heard = settled(overdue, there(Standing.UNPAID, START, END, false), late);
        assertThat(heard.facts()).containsExactly(SubscriptionFact.PAYMENT_FAILED);
        assertThat(deadlines(7).openUntil(heard.next())).isEqualTo(late.plus(Duration.ofDays(7)));
        Subscription prompt = settled(active, there(Standing.UNPAID, START, END, false), END.plusSeconds(9))
                .next();
        assertThat(deadlines(7).openUntil(prompt)).isEqualTo(END.plus(Duration.ofDays(7)));
    }

    @Test
    void givesNoTimeForWhatWasChargedAfterTheCancellation() {
        Subscription canceled = active.canceledAtPeriodEnd(MIDDLE, RECEIPT);
        BillingState charged = there(Standing.RUNNING, END, NEXT_END, false);
        assertThat(settled(canceled, charged, END).next()).isEqualTo(canceled);
    }

    @Test
    void givesTheTimeOfAPeriodThatWasPaidBeforeTheCancellationButHeardOfAfterwards() {
        Instant late = END.plusSeconds(30);
        Subscription inTime = active.canceledAtPeriodEnd(END.minusSeconds(1), RECEIPT);
        BillingState before = there(Standing.RUNNING, END.minusSeconds(60), NEXT_END, false);
        Transition settlement = settled(inTime, before, late);
        assertThat(settlement.next().status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(settlement.next().paidUntil()).isEqualTo(NEXT_END);
        assertThat(settlement.next().former()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void adoptsACancellationMadeThereUnlessTheReaderWishedOtherwiseMeanwhile() {
        BillingState ending = there(Standing.RUNNING, START, END, true);
        Transition adopted = settled(active, ending, MIDDLE);
        assertThat(adopted.facts()).containsExactly(SubscriptionFact.CANCELED);
        assertThat(adopted.next().status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(adopted.next().paidUntil()).isEqualTo(END);
        assertThat(Settlement.of(active, ending, true, MIDDLE, RECEIPT).next()).isEqualTo(active);
    }

    @Test
    void keepsWhatIsPaidWhenItEndedThere() {
        Transition ended = settled(active, there(Standing.ENDED, START, END, false), MIDDLE);
        assertThat(ended.next().status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(deadlines(0).openUntil(ended.next())).isEqualTo(END);
    }

    @Test
    void letsTheDaysOfGraceGoOnWhenTheProviderGaveUp() {
        Transition gaveUp = settled(active, there(Standing.ENDED, START, END, false), END);
        assertThat(gaveUp.next().status()).isEqualTo(SubscriptionStatus.PAST_DUE);
        assertThat(deadlines(7).openUntil(gaveUp.next())).isEqualTo(END.plus(Duration.ofDays(7)));
        Transition failed = settled(active, there(Standing.UNPAID, START, END, false), END);
        Transition then = settled(failed.next(), there(Standing.ENDED, START, END, false), END);
        assertThat(then.next()).isEqualTo(gaveUp.next());
    }

    @Test
    void recoversWithThePaymentAndNotBefore() {
        Subscription pastDue =
                settled(active, there(Standing.UNPAID, START, END, false), END).next();
        assertThat(settled(pastDue, there(Standing.RUNNING, START, END, false), END)
                        .next())
                .isEqualTo(pastDue);
        Transition paid = settled(pastDue, there(Standing.RUNNING, END, NEXT_END, false), END);
        assertThat(paid.next().status()).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(paid.next().arrears().retryAt()).isNull();
        assertThat(paid.next().periodStart()).isEqualTo(END);
    }

    @Test
    void believesTheProviderAboutThePlanAndForgetsTheOneThatWasToCome() {
        BillingState other = new BillingState(
                new PlanId("pro"),
                new Price(1_900L, "EUR"),
                Period.ofMonths(1),
                null,
                null,
                null,
                Standing.RUNNING,
                START,
                END,
                null,
                false,
                null);
        Transition changed = settled(active, other, MIDDLE);
        assertThat(changed.facts()).containsExactly(SubscriptionFact.PLAN_CHANGED);
        assertThat(changed.next().plan()).isEqualTo(new PlanId("pro"));
        assertThat(changed.next().paidUntil()).isEqualTo(END);
        assertThat(changed.next().next()).isNull();
    }

    @Test
    void leavesWhatIsOverAsItIs() {
        Subscription over = active.ended(MIDDLE);
        assertThat(settled(over, there(Standing.RUNNING, END, NEXT_END, false), END)
                        .next())
                .isEqualTo(over);
    }

    private static Deadlines deadlines(int graceDays) {
        return new Deadlines(Duration.ofDays(graceDays), Duration.ofDays(14));
    }

    private static Transition settled(Subscription here, BillingState there, Instant now) {
        return Settlement.of(here, there, false, now, RECEIPT);
    }

    private static BillingState there(Standing standing, Instant start, Instant end, boolean endsWithPeriod) {
        @Nullable Instant endedAt = standing == Standing.ENDED ? end : null;
        return new BillingState(
                new PlanId("basic"),
                new Price(900L, "EUR"),
                Period.ofMonths(1),
                null,
                null,
                null,
                standing,
                start,
                end,
                null,
                endsWithPeriod,
                endedAt);
    }
}
