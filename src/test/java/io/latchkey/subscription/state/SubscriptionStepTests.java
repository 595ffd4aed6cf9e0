package io.latchkey.subscription.state;

import static io.latchkey.subscription.state.SubscriptionLife.BERLIN;
import static io.latchkey.subscription.state.SubscriptionLife.MONTHLY;
import static io.latchkey.subscription.state.SubscriptionLife.START;
import static io.latchkey.subscription.state.SubscriptionLife.YEARLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.plan.Terms;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.billing.BillingStatus;
import io.latchkey.subscription.billing.Charges;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What one step keeps of the values of a subscription, and what it drops. */
class SubscriptionStepTests {

    private static final UUID RECEIPT = new UUID(1, 1);
    private static final Instant LATER = START.plus(Duration.ofDays(3));
    private static final Terms DEARER = Terms.of(MONTHLY).at(new Price(1_000L, "EUR"));
    private static final Charges CHARGES = new Charges(900, 450);

    private final Subscription running = SubscriptionLife.begun(false);
    private final Subscription gift = Subscription.begin(
            running.id(),
            running.reader(),
            MONTHLY,
            Subscription.Source.GIFT,
            START.plus(Duration.ofDays(300)),
            MONTHLY.price(),
            false,
            START,
            BERLIN);

    @Test
    void aCanceledGiftKeepsItsPlanUntilItIsOver() {
        Subscription canceled = gift.choosing(YEARLY).canceledAtPeriodEnd(LATER, RECEIPT);

        Subscription month = canceled.renewed(BERLIN);

        assertThat(month.status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(month.terms()).isEqualTo(Terms.of(MONTHLY));
        assertThat(month.next()).isEqualTo(Terms.of(YEARLY));
        assertThat(gift.choosing(YEARLY).renewed(BERLIN).terms()).isEqualTo(Terms.of(YEARLY));
    }

    @Test
    void whatIsTakenOfAnotherPlanIsForTheProviderToSay() {
        Subscription monthly = running.change().charges(CHARGES).build();
        Subscription yearly = monthly.choosing(YEARLY).change().charges(CHARGES).build();

        assertThat(monthly.choosing(YEARLY).charges()).isNull();
        assertThat(yearly.choosing(YEARLY).charges()).isEqualTo(CHARGES);
        assertThat(yearly.choosing(MONTHLY).charges()).isNull();
    }

    @Test
    void whatIsOverOwesNothingAndIsToBeChargedNothing() {
        Subscription owing = running.change()
                .arrears(new Arrears(LATER, START, LATER))
                .charges(CHARGES)
                .build();

        assertThat(owing.ended(LATER).arrears()).isEqualTo(Arrears.NONE);
        assertThat(owing.ended(LATER).charges()).isNull();
    }

    @Test
    void aCancellationKeepsOfAPauseWhenItWouldHaveEnded() {
        Instant until = LATER.plus(Duration.ofDays(7));

        assertThat(running.paused(START, until)
                        .canceledAtPeriodEnd(LATER, RECEIPT)
                        .pause())
                .isEqualTo(new Pause(null, until));
        assertThat(running.paused(START, null)
                        .canceledAtPeriodEnd(LATER, RECEIPT)
                        .pause())
                .isNull();
    }

    @Test
    void whatGoesOnDoesSoAsIfTheTimeBetweenHadNotBeen() {
        Instant again = LATER.plus(Duration.ofDays(40));

        Subscription goesOn = gift.ended(LATER).goingOn(new UUID(9, 9), again);

        assertThat(goesOn.course())
                .isEqualTo(gift.course().later(Duration.ofDays(40)).from(goesOn.periodStart()));
        assertThat(goesOn.periodStart()).isEqualTo(START.plus(Duration.ofDays(40)));
        assertThat(goesOn.createdAt()).isEqualTo(again);
        assertThat(goesOn.endedAt()).isNull();
    }

    @Test
    void whatWasChosenWaitsUntilItIsBilled() {
        Subscription yearly = running.choosing(YEARLY);

        assertThat(stepped(yearly, DEARER).next()).isEqualTo(Terms.of(YEARLY));
        assertThat(stepped(yearly, Terms.of(YEARLY)).next()).isNull();
        assertThat(stepped(running.repriced(DEARER.price()), DEARER).next()).isNull();
        Terms third = new Terms(new PlanId("pro"), DEARER.price(), DEARER.period());
        assertThat(stepped(yearly, third).next()).isNull();
    }

    @Test
    void whatWasSoldBesidesThePlanIsOpenWhileThatPlanIsUnderWay() {
        Subscription archive = running.opening(List.of("archive"), MONTHLY);

        assertThat(stepped(archive, DEARER).soldTiers()).containsExactly("archive");
        assertThat(stepped(archive, Terms.of(YEARLY)).soldTiers()).isEmpty();
        assertThat(paid(archive, archive.paidUntil()).soldTiers()).isEmpty();
    }

    @Test
    void undoingACancellationOfATrialThatWasPaidMeanwhileLeavesItActive() {
        Subscription trial = SubscriptionLife.begun(true);
        Subscription canceled = trial.canceledAtPeriodEnd(trial.paidUntil().plusSeconds(30), RECEIPT);
        assertThat(canceled.former()).isEqualTo(SubscriptionStatus.TRIALING);

        assertThat(paid(canceled, trial.paidUntil()).former()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void aFailedPaymentIsLookedForNoMore() {
        Subscription unheard = running.lookedInVain(LATER);
        Instant end = running.paidUntil();

        Subscription failed = stepped(unheard, there(Terms.of(MONTHLY), BillingStatus.UNPAID, START, end), end);

        assertThat(failed.arrears()).isEqualTo(new Arrears(null, end, null));
    }

    private Subscription stepped(Subscription here, Terms billed) {
        return stepped(here, there(billed, BillingStatus.RUNNING, START, here.paidUntil()), LATER);
    }

    /** The next month is paid. */
    private Subscription paid(Subscription here, Instant at) {
        return stepped(here, there(here.terms(), BillingStatus.RUNNING, at, at.plus(Duration.ofDays(30))), at);
    }

    private static Subscription stepped(Subscription here, BillingState there, Instant now) {
        return BillingStep.of(here, there, false, now, RECEIPT).next();
    }

    private static BillingState there(Terms billed, BillingStatus status, Instant start, Instant end) {
        return new BillingState(
                billed.plan(),
                billed.price(),
                billed.period(),
                null,
                null,
                null,
                status,
                start,
                end,
                null,
                false,
                null);
    }
}
