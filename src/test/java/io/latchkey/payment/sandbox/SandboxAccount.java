package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.payment.provider.CheckoutOrder;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.plan.Discount;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One subscription in the sandbox's books and what was paid for it, without a database. */
public final class SandboxAccount {

    private SandboxSubscription state;
    private final List<SandboxPayment> payments = new ArrayList<>();

    private SandboxAccount(SandboxSubscription state) {
        this.state = state;
    }

    /** The reader pays on a checkout. */
    public static SandboxAccount opened(
            ReaderKey reader,
            UUID id,
            SubscriptionPlan plan,
            boolean withTrial,
            @Nullable Discount discount,
            ZoneId zone,
            Instant now) {
        CheckoutOrder order = new CheckoutOrder(
                id,
                reader,
                plan.id(),
                plan.name(),
                plan.price(),
                plan.period(),
                withTrial ? plan.trial() : null,
                discount,
                null,
                null,
                null,
                now.plus(Duration.ofHours(1)),
                null);
        SandboxSubscription.Step step = SandboxSubscription.begun(id, order, order(plan), zone, now);
        SandboxAccount account = new SandboxAccount(step.next());
        account.keep(step, now);
        return account;
    }

    /** As the port describes it. */
    public BilledSubscription billed() {
        return state.billed();
    }

    public @Nullable Instant dueAt() {
        return state.dueAt();
    }

    /** Does what is due; says whether anything was. */
    public boolean bill(Instant now) {
        SandboxSubscription before = state;
        keep(state.due(now), now);
        return !state.equals(before);
    }

    public void card(boolean declines) {
        state = state.card(declines);
    }

    /** Another plan at once; false when the card declines. */
    public boolean changeNow(SubscriptionPlan plan, Instant now) {
        if (state.plan().plan().equals(plan.id())) {
            return true;
        }
        if (state.cardDeclines() && state.changeMinor(order(plan), now) > 0) {
            return false;
        }
        keep(state.changedNow(order(plan), now), now);
        return true;
    }

    public void changeLater(PlanOrder order) {
        state = state.changedLater(order);
    }

    public void end(Instant now) {
        unlessOver(it -> it.ended(now));
    }

    public void endWithPeriod(Instant now) {
        unlessOver(it -> it.canceled(now));
    }

    public void goOn() {
        unlessOver(SandboxSubscription::undone);
    }

    public void pause() {
        unlessOver(SandboxSubscription::paused);
    }

    public void resume(Instant until) {
        unlessOver(it -> it.resumed(until));
    }

    /** Pays back what is left of a payment, at most; the same key changes nothing more. */
    public void refund(int payment, String key, long amountMinor) {
        payments.set(payment, payments.get(payment).refunded(key, amountMinor));
    }

    public void dispute(int payment, Instant now) {
        payments.set(payment, payments.get(payment).calledBack(now));
    }

    /** What is left of each payment, in minor units. */
    public List<Long> keptMinor() {
        return payments.stream().map(SandboxPayment::keptMinor).toList();
    }

    /** What each payment was, in minor units. */
    public List<Long> paidMinor() {
        return payments.stream().map(it -> it.price().amountMinor()).toList();
    }

    /** When each was made. */
    public List<Instant> paidAt() {
        return payments.stream()
                .map(it -> it.paidAt() == null ? Instant.MIN : it.paidAt())
                .toList();
    }

    public static PlanOrder order(SubscriptionPlan plan) {
        return new PlanOrder(plan.id(), plan.name(), plan.price(), plan.period(), true);
    }

    private void unlessOver(UnaryOperator<SandboxSubscription> change) {
        state = state.endedAt() == null ? change.apply(state) : state;
    }

    private void keep(SandboxSubscription.Step step, Instant now) {
        state = step.next();
        if (step.chargedMinor() == 0) {
            return;
        }
        SandboxPayment payment = new SandboxPayment(
                new UUID(state.id().getLeastSignificantBits(), payments.size()),
                state.reader(),
                state.checkout(),
                state.plan().plan(),
                state.ref(),
                new Price(step.chargedMinor(), "EUR"),
                Map.of(),
                List.of(),
                step.periodStart(),
                state.paidUntil(),
                now);
        payments.add(payment);
        state = state.lastPaidBy(payment.ref());
    }
}
