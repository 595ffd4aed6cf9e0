package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.CheckoutOrder.Discount;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.subscription.BillingState.Standing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The next state of a sandbox subscription in the making: what is not said stays as it was. */
final class SandboxSubscriptionChange {

    private final SandboxSubscription from;
    private PlanOrder plan;
    private @Nullable PlanOrder nextPlan;
    private Instant anchor;
    private int periods;
    private Instant periodStart;
    private Instant paidUntil;
    private Standing standing;
    private boolean cardDeclines;
    private @Nullable Instant retryAt;
    private int retries;
    private boolean endsWithPeriod;
    private @Nullable Instant endedAt;
    private @Nullable Discount discount;
    private @Nullable Discount paidWith;
    private @Nullable String lastPayment;

    SandboxSubscriptionChange(SandboxSubscription from) {
        this.from = from;
        this.plan = from.plan();
        this.nextPlan = from.nextPlan();
        this.anchor = from.anchor();
        this.periods = from.periods();
        this.periodStart = from.periodStart();
        this.paidUntil = from.paidUntil();
        this.standing = from.standing();
        this.cardDeclines = from.cardDeclines();
        this.retryAt = from.retryAt();
        this.retries = from.retries();
        this.endsWithPeriod = from.endsWithPeriod();
        this.endedAt = from.endedAt();
        this.discount = from.discount();
        this.paidWith = from.paidWith();
        this.lastPayment = from.lastPayment();
    }

    /** Billed from now on; what was to come is no more. */
    SandboxSubscriptionChange plan(PlanOrder value) {
        plan = value;
        nextPlan = null;
        return this;
    }

    SandboxSubscriptionChange nextPlan(@Nullable PlanOrder value) {
        nextPlan = value;
        return this;
    }

    SandboxSubscriptionChange period(Instant from, int count, Instant start, Instant end) {
        anchor = from;
        periods = count;
        periodStart = start;
        paidUntil = end;
        return this;
    }

    SandboxSubscriptionChange standing(Standing value) {
        standing = value;
        return this;
    }

    SandboxSubscriptionChange retry(@Nullable Instant at, int count) {
        retryAt = at;
        retries = count;
        return this;
    }

    SandboxSubscriptionChange cardDeclines(boolean value) {
        cardDeclines = value;
        return this;
    }

    SandboxSubscriptionChange endsWithPeriod(boolean value) {
        endsWithPeriod = value;
        return this;
    }

    SandboxSubscriptionChange ended(Instant at) {
        standing = Standing.ENDED;
        endedAt = at;
        retryAt = null;
        return this;
    }

    /** What is off the payments to come, and was off the one just made. */
    SandboxSubscriptionChange discount(@Nullable Discount toCome, @Nullable Discount now) {
        discount = toCome;
        paidWith = now;
        return this;
    }

    SandboxSubscriptionChange lastPayment(String value) {
        lastPayment = value;
        return this;
    }

    SandboxSubscription done() {
        return new SandboxSubscription(
                from.id(),
                from.reader(),
                from.checkout(),
                plan,
                nextPlan,
                from.zone(),
                anchor,
                periods,
                periodStart,
                paidUntil,
                standing,
                cardDeclines,
                retryAt,
                retries,
                endsWithPeriod,
                endedAt,
                discount,
                paidWith,
                lastPayment);
    }
}
