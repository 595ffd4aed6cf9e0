package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.payment.provider.CheckoutOrder;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.plan.Discount;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.subscription.billing.BillingPeriods;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.billing.BillingStatus;
import io.latchkey.subscription.billing.Charges;
import io.latchkey.subscription.billing.Proration;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A subscription in the sandbox's books. Immutable: each thing that happens makes the next state
 * and says what is charged for it.
 *
 * @param zone on whose clocks periods are counted
 * @param anchor from which they are
 * @param periods paid since
 * @param cardDeclines whether the pretended card refuses to pay
 * @param retries how often the payment that is due was declined
 * @param discount what is off the payments to come; null for nothing
 * @param reducedBy the key by which that came later; null when it began with it
 * @param paidWith what was off the payment for the period under way; null for nothing
 * @param lastPayment the sandbox's name for it; null when there was none
 */
@RecordBuilder
record SandboxSubscription(
        UUID id,
        ReaderKey reader,
        UUID checkout,
        PlanOrder plan,
        @Nullable PlanOrder nextPlan,
        ZoneId zone,
        Instant anchor,
        int periods,
        Instant periodStart,
        Instant paidUntil,
        BillingStatus status,
        boolean cardDeclines,
        @Nullable Instant retryAt,
        int retries,
        boolean endsWithPeriod,
        @Nullable Instant endedAt,
        @Nullable Discount discount,
        @Nullable String reducedBy,
        @Nullable Discount paidWith,
        @Nullable String lastPayment) {

    /**
     * How long after each declined try the next one is made: on days 1, 3, 5, 8, 14 and 21 of what
     * is owed. When the last is declined too the sandbox gives up.
     */
    static final List<Duration> RETRIES =
            Stream.of(1, 2, 2, 3, 6, 7).map(Duration::ofDays).toList();

    /**
     * The next state.
     *
     * @param chargedMinor what the card paid for it; 0 for nothing
     * @param periodStart from when on that pays; the paid time's end is where it ends
     */
    record Step(SandboxSubscription next, long chargedMinor, Instant periodStart) {

        Step(SandboxSubscription next, long chargedMinor) {
            this(next, chargedMinor, next.periodStart());
        }
    }

    /** Begins with the trial of the order, or with its first period paid. */
    static Step begun(UUID id, CheckoutOrder order, PlanOrder plan, ZoneId zone, Instant now) {
        Instant anchor = order.trial() == null
                ? now
                : now.atZone(zone).plus(order.trial()).toInstant();
        SandboxSubscription begun = SandboxSubscriptionBuilder.builder()
                .id(id)
                .reader(order.reader())
                .checkout(order.checkout())
                .plan(plan)
                .zone(zone)
                .anchor(anchor)
                .periodStart(now)
                .paidUntil(anchor)
                .status(BillingStatus.RUNNING)
                .discount(order.discount())
                .build();
        return order.trial() == null ? begun.paid(plan) : new Step(begun, 0);
    }

    /** When something is due by itself; null when nothing is. */
    @Nullable
    Instant dueAt() {
        return switch (status) {
            case RUNNING -> paidUntil;
            case UNPAID -> retryAt;
            case STARTING, PAUSED, ENDED -> null;
        };
    }

    /** Does what is due. */
    Step due(Instant now) {
        Instant due = dueAt();
        if (due == null || due.isAfter(now)) {
            return new Step(this, 0);
        }
        if (endsWithPeriod) {
            return new Step(ended(now), 0);
        }
        PlanOrder order = nextPlan == null ? plan : nextPlan;
        if (!cardDeclines || toPayMinor(order) == 0) {
            return paid(order);
        }
        return new Step(retries >= RETRIES.size() ? ended(now) : declined(due), 0);
    }

    private SandboxSubscription declined(Instant due) {
        Instant next = due.plus(RETRIES.get(retries));
        return change().status(BillingStatus.UNPAID)
                .retryAt(next)
                .retries(retries + 1)
                .build();
    }

    /** The next period is paid; it begins where the last one ended. */
    private Step paid(PlanOrder order) {
        boolean sameLength = order.period().equals(plan.period());
        Instant from = sameLength ? anchor : paidUntil;
        int count = sameLength ? periods + 1 : 1;
        Instant end = new BillingPeriods(from, order.period(), zone).boundary(count);
        long charged = toPayMinor(order);
        return new Step(
                billed(order)
                        .anchor(from)
                        .periods(count)
                        .periodStart(paidUntil)
                        .paidUntil(end)
                        .status(BillingStatus.RUNNING)
                        .retryAt(null)
                        .retries(0)
                        .discount(discountAfter(order))
                        .paidWith(discount)
                        .build(),
                charged);
    }

    private long toPayMinor(PlanOrder order) {
        return reducedMinor(order, discount);
    }

    private Charges charges() {
        boolean nothingPaid = periods == 0 && lastPayment == null;
        return new Charges(
                nothingPaid ? 0 : reducedMinor(plan, paidWith), toPayMinor(nextPlan == null ? plan : nextPlan));
    }

    private static long reducedMinor(PlanOrder order, @Nullable Discount by) {
        long price = order.price().amountMinor();
        return by == null || !order.discounted() ? price : price - by.offMinor(price);
    }

    private @Nullable Discount discountAfter(PlanOrder paid) {
        if (discount == null || discount.payments() == null || !paid.discounted()) {
            return discount;
        }
        int left = discount.payments() - 1;
        return left == 0 ? null : discount.times(left);
    }

    /**
     * What changing to this plan now costs: the difference for the rest of the period, both as the
     * period's discount reduces them.
     */
    long changeMinor(PlanOrder order, Instant now) {
        long rest = Proration.rest(reducedMinor(plan, paidWith), periodStart, paidUntil, now);
        long price = reducedMinor(order, paidWith);
        return order.period().equals(plan.period())
                ? Proration.rest(price, periodStart, paidUntil, now) - rest
                : price - rest;
    }

    /** Another plan at once; a period of another length begins now. */
    Step changedNow(PlanOrder order, Instant now) {
        long charged = Math.max(0, changeMinor(order, now));
        SandboxSubscriptionBuilder change = billed(order);
        if (!order.period().equals(plan.period())) {
            change.anchor(now)
                    .periods(1)
                    .periodStart(now)
                    .paidUntil(new BillingPeriods(now, order.period(), zone).boundary(1));
        }
        return new Step(change.build(), charged, now);
    }

    /** Billed from now on; what was to come is no more. */
    private SandboxSubscriptionBuilder billed(PlanOrder order) {
        return change().plan(order).nextPlan(null);
    }

    /** Another plan from the next period on; the present one takes that back. */
    SandboxSubscription changedLater(PlanOrder order) {
        boolean present = order.plan().equals(plan.plan()) && order.price().equals(plan.price());
        return change().nextPlan(present ? null : order).build();
    }

    /** This much less from the next payment on. */
    SandboxSubscription reduced(Discount by, String key) {
        return key.equals(reducedBy) || !billed().state().goesOnAsItIs()
                ? this
                : change().plan(plan.reduced()).discount(by).reducedBy(key).build();
    }

    /** Will not renew; over at once when nothing is paid any more. */
    SandboxSubscription canceled(Instant now) {
        SandboxSubscription canceled = change().endsWithPeriod(true).build();
        return status == BillingStatus.UNPAID ? canceled.ended(now) : canceled;
    }

    SandboxSubscription undone() {
        return change().endsWithPeriod(false).build();
    }

    /** What was owed is not collected any more either. */
    SandboxSubscription paused() {
        return status == BillingStatus.RUNNING || status == BillingStatus.UNPAID
                ? change().status(BillingStatus.PAUSED).retryAt(null).retries(0).build()
                : this;
    }

    /** Billed again, next when the time that waited is used up. */
    SandboxSubscription resumed(Instant until) {
        return status == BillingStatus.PAUSED
                ? change().status(BillingStatus.RUNNING)
                        .anchor(until)
                        .periods(0)
                        .paidUntil(until)
                        .build()
                : this;
    }

    SandboxSubscription ended(Instant now) {
        return status == BillingStatus.ENDED
                ? this
                : change().status(BillingStatus.ENDED)
                        .endedAt(now)
                        .retryAt(null)
                        .build();
    }

    SandboxSubscription card(boolean declines) {
        return change().cardDeclines(declines).build();
    }

    SandboxSubscription lastPaidBy(String payment) {
        return change().lastPayment(payment).build();
    }

    /** As the port describes it, with the last payment alone. */
    BilledSubscription billed() {
        return billed(lastPayment == null ? List.of() : List.of(lastPayment));
    }

    /** As the port describes it, with these payments. */
    BilledSubscription billed(List<String> payments) {
        return new BilledSubscription(
                ref(),
                new SandboxRef(SandboxRef.CUSTOMER, reader, reader.id()).toString(),
                reader,
                checkout,
                new BillingState(
                        plan.plan(),
                        plan.price(),
                        plan.period(),
                        nextPlan == null || nextPlan.plan().equals(plan.plan()) ? null : nextPlan.plan(),
                        nextPlan == null || nextPlan.price().equals(plan.price()) ? null : nextPlan.price(),
                        charges(),
                        status,
                        periodStart,
                        paidUntil,
                        retryAt,
                        endsWithPeriod,
                        endedAt),
                payments);
    }

    String ref() {
        return new SandboxRef(SandboxRef.SUBSCRIPTION, reader, id).toString();
    }

    private SandboxSubscriptionBuilder change() {
        return SandboxSubscriptionBuilder.builder(this);
    }
}
