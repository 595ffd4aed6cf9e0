package io.latchkey.subscription;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * What a look at the provider makes of a subscription. It depends on the two states alone, never on
 * the event that led to the look: so events may come in any order, twice, or not at all.
 *
 * <p>The provider is believed about money: what is billed, until when it is paid, what failed, what
 * ended. The reader is believed about their wishes: a cancellation, a pause, a plan to come.
 *
 * @param facts what changed
 */
record Settlement(Subscription next, Set<Fact> facts) {

    /** What can have changed. */
    enum Fact {
        /** A period more is paid. */
        RENEWED("subscription.renewed"),
        /** What was past due is in order again. */
        RECOVERED("subscription.recovered"),
        /** A payment failed, for the first time or again. */
        PAYMENT_FAILED("subscription.payment-failed"),
        /** Another plan is billed. */
        PLAN_CHANGED("subscription.plan-changed"),
        /** It was ended at the provider, not here. */
        CANCELED_THERE("subscription.canceled");

        private final String event;

        Fact(String event) {
            this.event = event;
        }

        /** How the event log calls it. */
        String event() {
            return event;
        }
    }

    /**
     * Settles the two states.
     *
     * @param wishesWait whether the reader wished something that the provider does not know yet
     * @param receipt the id of the receipt, should the provider have canceled it
     */
    static Settlement of(
            Subscription here, BillingState there, boolean wishesWait, Instant now, UUID receipt) {
        if (!here.status().live() || there.standing() == BillingState.Standing.STARTING) {
            return new Settlement(here, Set.of());
        }
        Set<Fact> facts = EnumSet.noneOf(Fact.class);
        Subscription next = planned(here, there, facts);
        next = paid(next, there, facts);
        next = standing(next, there, now, facts);
        next = canceledThere(next, there, wishesWait, now, receipt, facts);
        return new Settlement(next, facts);
    }

    private static Subscription planned(Subscription s, BillingState there, Set<Fact> facts) {
        if (s.plan().equals(there.plan())
                && s.price().equals(there.price())
                && s.period().equals(there.period())) {
            return s;
        }
        if (!s.plan().equals(there.plan())) {
            facts.add(Fact.PLAN_CHANGED);
        }
        return s.change().plan(there.plan(), there.price(), there.period()).done();
    }

    /** Paid time only grows, and what a pause holds back stays as it was. */
    private static Subscription paid(Subscription s, BillingState there, Set<Fact> facts) {
        if (!there.paidUntil().isAfter(s.paidUntil()) || timeWaits(s) || paidUnasked(s, there)) {
            return s;
        }
        facts.add(Fact.RENEWED);
        SubscriptionChange change = s.change().nextPeriod(there.periodStart(), there.paidUntil());
        return s.status() == SubscriptionStatus.CANCELED
                ? change.formerly(SubscriptionStatus.ACTIVE).done()
                : change.status(SubscriptionStatus.ACTIVE).retryAt(null).done();
    }

    private static Subscription standing(
            Subscription s, BillingState there, Instant now, Set<Fact> facts) {
        return switch (there.standing()) {
            case UNPAID -> failed(s, there.retryAt(), facts);
            case RUNNING -> recovered(s, there, now, facts);
            // It gave up on a payment that failed: the days of grace go on.
            case ENDED ->
                    there.endsWithPeriod() || s.paidUntil().isAfter(now)
                            ? s
                            : failed(s, null, facts);
            case STARTING, PAUSED -> s;
        };
    }

    private static Subscription failed(Subscription s, @Nullable Instant retryAt, Set<Fact> facts) {
        return switch (s.status()) {
            case TRIALING, ACTIVE -> {
                facts.add(Fact.PAYMENT_FAILED);
                yield s.change().status(SubscriptionStatus.PAST_DUE).retryAt(retryAt).done();
            }
            case PAST_DUE -> {
                if (retryAt != null && !retryAt.equals(s.retryAt())) {
                    facts.add(Fact.PAYMENT_FAILED);
                }
                yield s.change().retryAt(retryAt).done();
            }
            case PAUSED, CANCELED, EXPIRED -> s;
        };
    }

    /** A failed payment for something else than the next period, such as a better plan. */
    private static Subscription recovered(
            Subscription s, BillingState there, Instant now, Set<Fact> facts) {
        if (s.status() != SubscriptionStatus.PAST_DUE
                || !there.paidUntil().equals(s.paidUntil())
                || !s.paidUntil().isAfter(now)) {
            return s;
        }
        facts.add(Fact.RECOVERED);
        return s.change().status(SubscriptionStatus.ACTIVE).retryAt(null).done();
    }

    private static Subscription canceledThere(
            Subscription s,
            BillingState there,
            boolean wishesWait,
            Instant now,
            UUID receipt,
            Set<Fact> facts) {
        boolean over =
                there.standing() == BillingState.Standing.ENDED
                        || (there.endsWithPeriod() && !wishesWait);
        return switch (s.status()) {
            case TRIALING, ACTIVE, PAUSED -> {
                if (!over) {
                    yield s;
                }
                facts.add(Fact.CANCELED_THERE);
                yield s.canceledAtPeriodEnd(now, receipt);
            }
            case PAST_DUE, CANCELED, EXPIRED -> s;
        };
    }

    private static boolean timeWaits(Subscription s) {
        return s.status() == SubscriptionStatus.PAUSED || s.former() == SubscriptionStatus.PAUSED;
    }

    /** Billed after the reader had canceled, because the provider did not know: it is paid back. */
    private static boolean paidUnasked(Subscription s, BillingState there) {
        return s.canceledAt() != null && !there.periodStart().isBefore(s.canceledAt());
    }
}
