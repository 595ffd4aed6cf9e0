package io.latchkey.subscription.state;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.plan.Terms;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.billing.BillingStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the provider makes of a subscription. It depends on the two states alone, never on
 * the event that led to the look: so events may come in any order, twice, or not at all.
 *
 * <p>The provider is believed about money: what is billed, until when it is paid, what failed, what
 * ended. The reader is believed about their wishes: a cancellation, a pause, a plan to come.
 */
public final class BillingStep {

    /** A provider bills some time after the period began, Stripe after about an hour. */
    private static final Duration USUAL_DELAY = Duration.ofHours(2);

    private BillingStep() {}

    /**
     * The step from the state here towards that there.
     *
     * @param wishesWait whether the reader wished something that the provider does not know yet
     * @param receipt the id of the receipt, should the provider have canceled it
     */
    public static Transition of(Subscription here, BillingState there, boolean wishesWait, Instant now, UUID receipt) {
        if (!here.status().live() || there.status() == BillingStatus.STARTING) {
            return Transition.untold(here);
        }
        Set<SubscriptionFact> facts = EnumSet.noneOf(SubscriptionFact.class);
        Subscription next = planned(here, there, facts);
        next = paid(next, there, facts);
        next = status(next, there, now, facts);
        next = canceledThere(next, there, wishesWait, now, receipt, facts);
        next = charged(next, there);
        return new Transition(next, facts);
    }

    private static Subscription planned(Subscription s, BillingState there, Set<SubscriptionFact> facts) {
        Terms billed = there.terms();
        if (s.terms().equals(billed)) {
            return s;
        }
        boolean samePlan = s.plan().equals(billed.plan());
        if (!samePlan) {
            facts.add(SubscriptionFact.PLAN_CHANGED);
        }
        return s.change()
                .terms(billed)
                .next(samePlan && !arrived(s.next(), billed) ? s.next() : null)
                .soldTiers(samePlan ? s.soldTiers() : List.of())
                .build();
    }

    /** Whether what was to come is billed now. */
    private static boolean arrived(@Nullable Terms next, Terms billed) {
        return next != null && next.plan().equals(billed.plan()) && next.price().equals(billed.price());
    }

    /**
     * What the provider says of another plan or price than the one that was chosen tells nothing.
     */
    private static Subscription charged(Subscription s, BillingState there) {
        PlanId plan = Objects.requireNonNullElse(there.nextPlan(), there.plan());
        Price price = Objects.requireNonNullElse(there.nextPrice(), there.price());
        boolean agreed = plan.equals(s.renewalPlan()) && price.equals(s.renewalPrice());
        return s.change().charges(agreed ? there.charges() : null).build();
    }

    /**
     * Paid time only grows. A period that was billed is added to what the reader has, so that a
     * pause of which the provider did not know yet takes nothing of it; in a pause it waits with
     * the rest.
     */
    private static Subscription paid(Subscription s, BillingState there, Set<SubscriptionFact> facts) {
        Instant billed = s.billedUntil();
        if (!there.paidUntil().isAfter(billed) || paidUnasked(s, there)) {
            return s;
        }
        SubscriptionBuilder change = s.change().billedUntil(there.paidUntil());
        boolean another = !there.periodStart().isBefore(billed);
        Instant end = another ? s.paidUntil().plus(Duration.between(billed, there.paidUntil())) : there.paidUntil();
        if (!end.isAfter(s.paidUntil()) || (timeWaits(s) && !another)) {
            return change.build();
        }
        facts.add(SubscriptionFact.RENEWED);
        if (timeWaits(s)) {
            return change.course(s.course().paidUntil(end)).build();
        }
        change.course(s.course().next(there.periodStart(), end))
                .soldTiers(List.of())
                .arrears(Arrears.NONE);
        return s.status() == SubscriptionStatus.CANCELED
                ? change.mark(Objects.requireNonNull(s.mark()).former(SubscriptionStatus.ACTIVE))
                        .build()
                : change.status(SubscriptionStatus.ACTIVE).build();
    }

    private static Subscription status(Subscription s, BillingState there, Instant now, Set<SubscriptionFact> facts) {
        return switch (there.status()) {
            case UNPAID -> failed(s, there.retryAt(), now, facts);
            case RUNNING -> recovered(s, there, now, facts);
            case ENDED -> {
                Subscription ended = s.change()
                        .endedThere(true)
                        .arrears(s.arrears().lookAt(null))
                        .build();
                // It gave up on a payment that failed: the days of grace go on.
                yield there.endsWithPeriod() || s.paidUntil().isAfter(now) ? ended : failed(ended, null, now, facts);
            }
            case STARTING, PAUSED -> s;
        };
    }

    private static Subscription failed(
            Subscription s, @Nullable Instant retryAt, Instant now, Set<SubscriptionFact> facts) {
        return switch (s.status()) {
            case TRIALING, ACTIVE -> {
                facts.add(SubscriptionFact.PAYMENT_FAILED);
                yield s.change()
                        .status(SubscriptionStatus.PAST_DUE)
                        .arrears(new Arrears(retryAt, graceFrom(s, now), null))
                        .build();
            }
            case PAST_DUE -> {
                Arrears before = s.arrears();
                Instant since = before.unpaidSince();
                boolean news = retryAt != null && !retryAt.equals(before.retryAt());
                if (news || since == null) {
                    facts.add(SubscriptionFact.PAYMENT_FAILED);
                }
                yield s.change()
                        .arrears(new Arrears(
                                retryAt,
                                since == null ? graceFrom(s, now) : since,
                                news || since == null ? null : before.lookAt()))
                        .build();
            }
            // Nothing more is waited for: the provider took no more money.
            case CANCELED -> s.change().arrears(s.arrears().lookAt(null)).build();
            case PAUSED, EXPIRED -> s;
        };
    }

    /** The days of grace are the reader's to pay in: they begin when it can be known. */
    private static Instant graceFrom(Subscription s, Instant now) {
        return now.isAfter(s.paidUntil().plus(USUAL_DELAY)) ? now : s.paidUntil();
    }

    /** A failed payment for something else than the next period, such as a better plan. */
    private static Subscription recovered(
            Subscription s, BillingState there, Instant now, Set<SubscriptionFact> facts) {
        if (s.status() != SubscriptionStatus.PAST_DUE
                || !there.paidUntil().equals(s.billedUntil())
                || !s.paidUntil().isAfter(now)) {
            return s;
        }
        facts.add(SubscriptionFact.RECOVERED);
        return s.change()
                .status(SubscriptionStatus.ACTIVE)
                .arrears(Arrears.NONE)
                .build();
    }

    private static Subscription canceledThere(
            Subscription s,
            BillingState there,
            boolean wishesWait,
            Instant now,
            UUID receipt,
            Set<SubscriptionFact> facts) {
        boolean over = there.status() == BillingStatus.ENDED || (there.endsWithPeriod() && !wishesWait);
        boolean runs = switch (s.status()) {
            case TRIALING, ACTIVE, PAUSED -> true;
            case PAST_DUE -> s.arrears().unpaidSince() == null;
            case CANCELED, EXPIRED -> false;
        };
        if (!over || !runs) {
            return s;
        }
        facts.add(SubscriptionFact.CANCELED);
        return s.canceledAtPeriodEnd(now, receipt);
    }

    /** When the period that was paid begins: in a pause, behind the one that the pause holds back. */
    public static Instant begins(Subscription here, Subscription next) {
        return timeWaits(next) ? here.paidUntil() : next.periodStart();
    }

    /** Whether a pause holds paid time back. */
    private static boolean timeWaits(Subscription s) {
        return s.status() == SubscriptionStatus.PAUSED || s.former() == SubscriptionStatus.PAUSED;
    }

    /** Billed after the reader had canceled, because the provider did not know: it is paid back. */
    private static boolean paidUnasked(Subscription s, BillingState there) {
        return s.canceledAt() != null && !there.periodStart().isBefore(s.canceledAt());
    }
}
