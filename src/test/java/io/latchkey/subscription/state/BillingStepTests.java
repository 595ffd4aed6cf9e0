package io.latchkey.subscription.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.problem.Problem;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.billing.BillingStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is believed about what: the provider about money, the reader about their wishes (rule 6). */
class BillingStepTests {

    private static final Instant START = Instant.parse("2027-03-01T08:00:00Z");
    private static final Instant END = Instant.parse("2027-04-01T08:00:00Z");
    private static final Instant NEXT_END = Instant.parse("2027-05-01T08:00:00Z");
    private static final Instant MIDDLE = Instant.parse("2027-03-15T08:00:00Z");
    private static final UUID RECEIPT = new UUID(1, 1);

    private final Subscription active = Subscription.begun(
            new UUID(7, 7),
            new ReaderKey(new SiteId("gazette"), new UUID(8, 8)),
            there(BillingStatus.RUNNING, START, END, false),
            false,
            true,
            START);

    @Test
    void takesNoPaidDayAway() {
        BillingState less = there(BillingStatus.RUNNING, START, END.minus(Duration.ofDays(9)), false);
        assertThat(stepped(active, less, MIDDLE).next()).isEqualTo(active);
        BillingState failing = there(BillingStatus.UNPAID, START, END.minus(Duration.ofDays(9)), false);
        assertThat(stepped(active, failing, MIDDLE).next().paidUntil()).isEqualTo(END);
    }

    @Test
    void changesNothingWhenAskedAgain() {
        BillingState renewed = there(BillingStatus.RUNNING, END, NEXT_END, false);
        Transition once = stepped(active, renewed, END);
        assertThat(once.facts()).containsExactly(SubscriptionFact.RENEWED);
        Transition again = stepped(once.next(), renewed, END);
        assertThat(again.next()).isEqualTo(once.next());
        assertThat(again.facts()).isEmpty();
    }

    @Test
    void addsWhatWasBilledInAPauseToTheTimeThatWaits() {
        Subscription paused = active.paused(MIDDLE, null);
        BillingState wentOn = there(BillingStatus.RUNNING, END, NEXT_END, false);
        Transition billed = stepped(paused, wentOn, END);
        assertThat(billed.facts()).containsExactly(SubscriptionFact.RENEWED);
        assertThat(billed.next().status()).isEqualTo(SubscriptionStatus.PAUSED);
        assertThat(billed.next().pausedAt()).isEqualTo(MIDDLE);
        assertThat(billed.next().paidUntil()).isEqualTo(NEXT_END);
        assertThat(stepped(billed.next(), wentOn, END).facts()).isEmpty();
        Subscription canceled = paused.canceledAtPeriodEnd(MIDDLE, RECEIPT);
        assertThat(stepped(canceled, wentOn, MIDDLE).next()).isEqualTo(canceled);
    }

    @Test
    void keepsTheTimeOfAPauseOfWhichTheProviderNeverHeard() {
        Subscription resumed = active.paused(MIDDLE, null).resumed(MIDDLE.plus(Duration.ofDays(3)));
        assertThat(resumed.paidUntil()).isEqualTo(END.plus(Duration.ofDays(3)));
        BillingState wentOn = there(BillingStatus.RUNNING, END, NEXT_END, false);
        Subscription billed = stepped(resumed, wentOn, END).next();
        assertThat(billed.paidUntil()).isEqualTo(NEXT_END.plus(Duration.ofDays(3)));
        BillingState corrected = there(BillingStatus.RUNNING, END, billed.paidUntil(), false);
        assertThat(stepped(billed, corrected, END).facts()).isEmpty();
        assertThat(stepped(billed, corrected, END).next().paidUntil()).isEqualTo(billed.paidUntil());
    }

    @Test
    void waitsForAMonthThatMayBeBilledBeforeItEndsWhatWasCanceled() {
        Instant late = END.plusSeconds(30);
        Subscription canceled = active.canceledAtPeriodEnd(late, RECEIPT);
        assertThat(canceled.status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(deadlines(7).dueNow(canceled, late)).isEqualTo(Deadlines.Due.PAYMENT);
        assertThat(deadlines(7).openUntil(canceled)).isEqualTo(END.plus(Duration.ofDays(14)));
        Subscription billed = stepped(canceled, there(BillingStatus.RUNNING, END, NEXT_END, false), late)
                .next();
        assertThat(billed.status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(billed.paidUntil()).isEqualTo(NEXT_END);
        assertThat(deadlines(7).openUntil(billed)).isEqualTo(NEXT_END);
        Subscription not = stepped(canceled, there(BillingStatus.ENDED, START, END, true), late)
                .next();
        assertThat(deadlines(7).dueNow(not, late)).isEqualTo(Deadlines.Due.END);
        assertThat(deadlines(7).dueNow(canceled, END.plus(Duration.ofDays(14)))).isEqualTo(Deadlines.Due.END);
    }

    @Test
    void revivesNothingThatTheProviderHasEnded() {
        Subscription canceled = active.canceledAtPeriodEnd(MIDDLE, RECEIPT);
        assertThat(canceled.undone(MIDDLE).status()).isEqualTo(SubscriptionStatus.ACTIVE);
        Subscription over = stepped(canceled, there(BillingStatus.ENDED, START, END, true), MIDDLE)
                .next();
        assertThat(over.endedThere()).isTrue();
        assertThatThrownBy(() -> over.undone(MIDDLE)).isInstanceOf(Problem.class);
    }

    @Test
    void failsOnTheProvidersWordOnlyAndCountsTheGraceFromThere() {
        Instant late = END.plus(Duration.ofDays(9));
        Subscription overdue = active.overdue(late);
        assertThat(stepped(overdue, there(BillingStatus.RUNNING, START, END, false), late)
                        .facts())
                .isEmpty();
        Transition heard = stepped(overdue, there(BillingStatus.UNPAID, START, END, false), late);
        assertThat(heard.facts()).containsExactly(SubscriptionFact.PAYMENT_FAILED);
        assertThat(deadlines(7).openUntil(heard.next())).isEqualTo(late.plus(Duration.ofDays(7)));
        Subscription prompt = stepped(active, there(BillingStatus.UNPAID, START, END, false), END.plusSeconds(9))
                .next();
        assertThat(deadlines(7).openUntil(prompt)).isEqualTo(END.plus(Duration.ofDays(7)));
    }

    @Test
    void givesNoTimeForWhatWasChargedAfterTheCancellation() {
        Subscription canceled = active.canceledAtPeriodEnd(MIDDLE, RECEIPT);
        BillingState charged = there(BillingStatus.RUNNING, END, NEXT_END, false);
        assertThat(stepped(canceled, charged, END).next()).isEqualTo(canceled);
    }

    @Test
    void givesTheTimeOfAPeriodThatWasPaidBeforeTheCancellationButHeardOfAfterwards() {
        Instant late = END.plusSeconds(30);
        Subscription inTime = active.canceledAtPeriodEnd(END.minusSeconds(1), RECEIPT);
        BillingState before = there(BillingStatus.RUNNING, END.minusSeconds(60), NEXT_END, false);
        Transition step = stepped(inTime, before, late);
        assertThat(step.next().status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(step.next().paidUntil()).isEqualTo(NEXT_END);
        assertThat(step.next().former()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void adoptsACancellationMadeThereUnlessTheReaderWishedOtherwiseMeanwhile() {
        BillingState ending = there(BillingStatus.RUNNING, START, END, true);
        Transition adopted = stepped(active, ending, MIDDLE);
        assertThat(adopted.facts()).containsExactly(SubscriptionFact.CANCELED);
        assertThat(adopted.next().status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(adopted.next().paidUntil()).isEqualTo(END);
        assertThat(BillingStep.of(active, ending, true, MIDDLE, RECEIPT).next()).isEqualTo(active);
    }

    @Test
    void keepsWhatIsPaidWhenItEndedThere() {
        Transition ended = stepped(active, there(BillingStatus.ENDED, START, END, false), MIDDLE);
        assertThat(ended.next().status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(deadlines(0).openUntil(ended.next())).isEqualTo(END);
    }

    @Test
    void letsTheDaysOfGraceGoOnWhenTheProviderGaveUp() {
        Transition gaveUp = stepped(active, there(BillingStatus.ENDED, START, END, false), END);
        assertThat(gaveUp.next().status()).isEqualTo(SubscriptionStatus.PAST_DUE);
        assertThat(deadlines(7).openUntil(gaveUp.next())).isEqualTo(END.plus(Duration.ofDays(7)));
        Transition failed = stepped(active, there(BillingStatus.UNPAID, START, END, false), END);
        Transition then = stepped(failed.next(), there(BillingStatus.ENDED, START, END, false), END);
        assertThat(then.next()).isEqualTo(gaveUp.next());
    }

    @Test
    void recoversWithThePaymentAndNotBefore() {
        Subscription pastDue = stepped(active, there(BillingStatus.UNPAID, START, END, false), END)
                .next();
        assertThat(stepped(pastDue, there(BillingStatus.RUNNING, START, END, false), END)
                        .next())
                .isEqualTo(pastDue);
        Transition paid = stepped(pastDue, there(BillingStatus.RUNNING, END, NEXT_END, false), END);
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
                BillingStatus.RUNNING,
                START,
                END,
                null,
                false,
                null);
        Transition changed = stepped(active, other, MIDDLE);
        assertThat(changed.facts()).containsExactly(SubscriptionFact.PLAN_CHANGED);
        assertThat(changed.next().plan()).isEqualTo(new PlanId("pro"));
        assertThat(changed.next().paidUntil()).isEqualTo(END);
        assertThat(changed.next().next()).isNull();
    }

    @Test
    void leavesWhatIsOverAsItIs() {
        Subscription over = active.ended(MIDDLE);
        assertThat(stepped(over, there(BillingStatus.RUNNING, END, NEXT_END, false), END)
                        .next())
                .isEqualTo(over);
    }

    private static Deadlines deadlines(int graceDays) {
        return new Deadlines(Duration.ofDays(graceDays), Duration.ofDays(14));
    }

    private static Transition stepped(Subscription here, BillingState there, Instant now) {
        return BillingStep.of(here, there, false, now, RECEIPT);
    }

    private static BillingState there(BillingStatus status, Instant start, Instant end, boolean endsWithPeriod) {
        @Nullable Instant endedAt = status == BillingStatus.ENDED ? end : null;
        return new BillingState(
                new PlanId("basic"),
                new Price(900L, "EUR"),
                Period.ofMonths(1),
                null,
                null,
                null,
                status,
                start,
                end,
                null,
                endsWithPeriod,
                endedAt);
    }
}
