package io.latchkey.subscription;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The next state of a subscription in the making: what is not said stays as it was. */
final class SubscriptionChange {

    private final Subscription from;
    private UUID id;
    private Instant createdAt;
    private SubscriptionStatus status;
    private PlanId plan;
    private Price price;
    private Period period;
    private @Nullable NextPlan next;
    private @Nullable Charges charges;
    private Instant anchor;
    private int periodsPaid;
    private Instant periodStart;
    private Instant paidUntil;
    private @Nullable SubscriptionStatus former;
    private @Nullable Instant canceledAt;
    private @Nullable UUID cancellationReceipt;
    private @Nullable Instant pausedAt;
    private @Nullable Instant resumesAt;
    private @Nullable Instant unlocksUntil;
    private @Nullable Instant retryAt;
    private @Nullable Instant unpaidSince;
    private @Nullable Instant lookAt;
    private Instant billedUntil;
    private boolean endedThere;
    private List<String> soldTiers;
    private @Nullable Instant endedAt;

    SubscriptionChange(Subscription from) {
        this.from = from;
        this.id = from.id();
        this.createdAt = from.createdAt();
        this.status = from.status();
        this.plan = from.plan();
        this.price = from.price();
        this.period = from.period();
        this.next = from.next();
        this.charges = from.charges();
        this.anchor = from.anchor();
        this.periodsPaid = from.periodsPaid();
        this.periodStart = from.periodStart();
        this.paidUntil = from.paidUntil();
        this.former = from.former();
        this.canceledAt = from.canceledAt();
        this.cancellationReceipt = from.cancellationReceipt();
        this.pausedAt = from.pausedAt();
        this.resumesAt = from.resumesAt();
        this.unlocksUntil = from.unlocksUntil();
        this.retryAt = from.retryAt();
        this.unpaidSince = from.unpaidSince();
        this.lookAt = from.lookAt();
        this.billedUntil = from.billedUntil();
        this.endedThere = from.endedThere();
        this.soldTiers = from.soldTiers();
        this.endedAt = from.endedAt();
    }

    SubscriptionChange status(SubscriptionStatus value) {
        status = value;
        return this;
    }

    /** A period more, from where the last one ended. */
    SubscriptionChange nextPeriod(ZoneId zone) {
        periodsPaid++;
        soldTiers = List.of();
        periodStart = periodEnd();
        BillingPeriods periods = new BillingPeriods(anchor, period, zone);
        return unlocksUntil == null
                ? paidUntil(periods.boundary(periodsPaid))
                : unlocksUntil(periods.end(periodsPaid, paidUntil));
    }

    /** A period more, as the provider bills it. */
    SubscriptionChange nextPeriod(Instant start, Instant end) {
        soldTiers = List.of();
        periodStart = start;
        return movedTo(end);
    }

    /** What the provider bills now; another plan ends the wait for one to come. */
    SubscriptionChange plan(PlanId newPlan, Price newPrice, Period newPeriod) {
        boolean waits =
                next != null && newPlan.equals(plan) && !(newPlan.equals(next.plan()) && newPrice.equals(next.price()));
        next = waits ? next : null;
        soldTiers = newPlan.equals(plan) ? soldTiers : List.of();
        plan = newPlan;
        price = newPrice;
        period = newPeriod;
        return this;
    }

    /** What that will cost the provider has to say again. */
    SubscriptionChange next(@Nullable NextPlan value) {
        charges = Objects.equals(value, next) ? charges : null;
        next = value;
        return this;
    }

    SubscriptionChange charges(@Nullable Charges value) {
        charges = value;
        return this;
    }

    /** Another plan; periods of another length are counted from the end of the last one. */
    SubscriptionChange changeTo(NextPlan value) {
        if (!value.period().equals(period)) {
            movedTo(periodEnd());
        }
        plan = value.plan();
        price = value.price();
        period = value.period();
        next = null;
        return this;
    }

    SubscriptionChange paidUntil(Instant value) {
        paidUntil = value;
        return this;
    }

    Instant periodEnd() {
        return unlocksUntil == null ? paidUntil : unlocksUntil;
    }

    /** All that is paid lasts as much longer. */
    SubscriptionChange later(Duration by) {
        paidUntil = paidUntil.plus(by);
        unlocksUntil = unlocksUntil == null ? null : unlocksUntil.plus(by);
        anchor = anchor.plus(by);
        return this;
    }

    /** The end of the period moves, and with it the anchor of those to come. */
    SubscriptionChange movedTo(Instant end) {
        anchor = end;
        periodsPaid = 0;
        return unlocksUntil == null ? paidUntil(end) : unlocksUntil(end);
    }

    SubscriptionChange former(@Nullable SubscriptionStatus value) {
        former = former == null || value == null ? value : former;
        return this;
    }

    /** What undoing a cancellation restores, whatever it was. */
    SubscriptionChange formerly(SubscriptionStatus value) {
        former = value;
        return this;
    }

    SubscriptionChange canceled(@Nullable Instant at, @Nullable UUID receipt) {
        canceledAt = at;
        cancellationReceipt = receipt;
        return this;
    }

    SubscriptionChange paused(@Nullable Instant at, @Nullable Instant until) {
        pausedAt = at;
        resumesAt = until;
        return this;
    }

    SubscriptionChange retryAt(@Nullable Instant value) {
        retryAt = value;
        return this;
    }

    private SubscriptionChange unlocksUntil(Instant value) {
        unlocksUntil = value;
        return this;
    }

    SubscriptionChange unpaidSince(@Nullable Instant value) {
        unpaidSince = value;
        return this;
    }

    SubscriptionChange lookAt(@Nullable Instant value) {
        lookAt = value;
        return this;
    }

    SubscriptionChange billedUntil(Instant value) {
        billedUntil = value;
        return this;
    }

    /** From where its periods are counted, and how many were since. */
    SubscriptionChange count(Instant from, int periods) {
        anchor = from;
        periodsPaid = periods;
        return this;
    }

    SubscriptionChange soldTiers(List<String> value) {
        soldTiers = value;
        return this;
    }

    SubscriptionChange endedThere() {
        endedThere = true;
        return this;
    }

    /** Nothing is owed any more, and nothing waited for. */
    SubscriptionChange inOrder() {
        retryAt = null;
        unpaidSince = null;
        lookAt = null;
        return this;
    }

    /** Another of the same kind, which runs. */
    SubscriptionChange begun(UUID newId, Instant start, Instant at) {
        id = newId;
        createdAt = at;
        periodStart = start;
        status = SubscriptionStatus.ACTIVE;
        endedAt = null;
        return canceled(null, null);
    }

    SubscriptionChange ended(Instant at) {
        endedAt = at;
        return this;
    }

    Subscription done() {
        return new Subscription(
                id,
                from.reader(),
                plan,
                from.source(),
                unlocksUntil,
                status,
                price,
                period,
                next,
                charges,
                anchor,
                periodsPaid,
                periodStart,
                paidUntil,
                from.trialEnd(),
                former,
                canceledAt,
                cancellationReceipt,
                pausedAt,
                resumesAt,
                retryAt,
                unpaidSince,
                lookAt,
                billedUntil,
                endedThere,
                soldTiers,
                endedAt,
                createdAt);
    }
}
