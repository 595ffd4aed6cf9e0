package io.latchkey.payment.stripe.state;

import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import com.stripe.model.Price.Recurring;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import com.stripe.model.SubscriptionSchedule;
import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.payment.stripe.unit.StripeAmount;
import io.latchkey.payment.stripe.unit.StripeInterval;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.billing.BillingStatus;
import java.net.URI;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stripe's subscriptions in the port's words. Pure; empty for what is not ours. */
public final class StripeState {

    /** On a schedule: the plan that the next period is billed as. */
    public static final String NEXT_PLAN = "next_plan";

    /** On a schedule: what that costs a period, in minor units. */
    public static final String NEXT_PRICE = "next_price_minor";

    private static final Set<String> WAITING = Set.of("not_started", "active");

    private StripeState() {}

    /**
     * A subscription whose latest invoice and schedule were expanded.
     *
     * @param paid its paid invoices, the latest first, with their payments
     */
    public static Optional<BilledSubscription> of(Subscription there, List<Invoice> paid, URI issuer) {
        return StripeMetadata.read(there.getMetadata(), issuer)
                .flatMap(ours -> there.getItems().getData().stream()
                        .findFirst()
                        .map(item -> new BilledSubscription(
                                there.getId(),
                                there.getCustomer(),
                                ours.reader(),
                                ours.checkout(),
                                state(there, item, paid, ours.plan()),
                                StripePayments.of(paid))));
    }

    private static BillingState state(Subscription there, SubscriptionItem item, List<Invoice> paid, PlanId plan) {
        com.stripe.model.Price price = item.getPrice();
        Period period = period(price);
        Instant paidUntil = paidUntil(there, item, paid);
        Instant start = paidLines(paid)
                .max(StripePayments.BY_END)
                .map(line -> Instant.ofEpochSecond(line.getPeriod().getStart()))
                .orElse(Instant.ofEpochSecond(item.getCurrentPeriodStart()));
        Invoice invoice = there.getLatestInvoiceObject();
        Long retry = invoice == null ? null : invoice.getNextPaymentAttempt();
        BillingStatus status = status(there);
        return new BillingState(
                plan,
                price(price),
                period,
                nextPlan(there.getScheduleObject(), plan),
                nextPrice(there.getScheduleObject(), price(price)),
                StripeCharges.of(
                        there,
                        paidLines(paid).max(StripePayments.BY_END),
                        price(price).amountMinor(),
                        nextPrice(there.getScheduleObject(), price(price))),
                status,
                start.isBefore(paidUntil) ? start : before(paidUntil, period),
                paidUntil,
                status == BillingStatus.UNPAID ? instant(retry) : null,
                endsWithPeriod(there),
                instant(there.getEndedAt()));
    }

    private static BillingStatus status(Subscription there) {
        boolean paused = there.getPauseCollection() != null;
        return switch (there.getStatus()) {
            case "incomplete" -> BillingStatus.STARTING;
            case "trialing", "active" ->
                paused ? BillingStatus.PAUSED : owes(there) ? BillingStatus.UNPAID : BillingStatus.RUNNING;
            case "past_due", "unpaid" -> paused ? BillingStatus.PAUSED : BillingStatus.UNPAID;
            case "paused" -> BillingStatus.PAUSED;
            default -> BillingStatus.ENDED;
        };
    }

    /** An account may be set to leave as active what could not be charged. */
    private static boolean owes(Subscription there) {
        Invoice latest = there.getLatestInvoiceObject();
        return latest != null && "open".equals(latest.getStatus()) && Boolean.TRUE.equals(latest.getAttempted());
    }

    /**
     * Stripe's period goes on while its invoice is unpaid, or void in a pause: only paid invoices
     * tell what was paid for. A trial needs no invoice.
     */
    private static Instant paidUntil(Subscription there, SubscriptionItem item, List<Invoice> paid) {
        if ("trialing".equals(there.getStatus())) {
            return Instant.ofEpochSecond(there.getTrialEnd());
        }
        return paidLines(paid)
                .max(StripePayments.BY_END)
                .map(line -> Instant.ofEpochSecond(line.getPeriod().getEnd()))
                .orElse(Instant.ofEpochSecond(item.getCurrentPeriodStart()));
    }

    /** What the latest of these invoices charged for. */
    private static Stream<InvoiceLineItem> paidLines(List<Invoice> paid) {
        return paid.stream().limit(1).flatMap(StripePayments::charges);
    }

    private static boolean endsWithPeriod(Subscription there) {
        Subscription.CancellationDetails details = there.getCancellationDetails();
        boolean asked = details != null && "cancellation_requested".equals(details.getReason());
        return Boolean.TRUE.equals(there.getCancelAtPeriodEnd()) || there.getCancelAt() != null || asked;
    }

    private static @Nullable PlanId nextPlan(@Nullable SubscriptionSchedule schedule, PlanId plan) {
        String next = waiting(schedule, NEXT_PLAN);
        return next == null || next.equals(plan.value()) ? null : new PlanId(next);
    }

    private static @Nullable Price nextPrice(@Nullable SubscriptionSchedule schedule, Price price) {
        String next = waiting(schedule, NEXT_PRICE);
        return next == null || next.equals(price.amountMinor().toString())
                ? null
                : new Price(Long.parseLong(next), price.currency());
    }

    static @Nullable String waiting(@Nullable SubscriptionSchedule schedule, String name) {
        if (schedule == null || !WAITING.contains(schedule.getStatus())) {
            return null;
        }
        Map<String, String> metadata = schedule.getMetadata();
        return metadata == null ? null : metadata.get(name);
    }

    /** What one period costs. */
    public static Price price(com.stripe.model.Price there) {
        return StripeAmount.price(there.getUnitAmount(), there.getCurrency());
    }

    /** What is charged for at a time. */
    public static Period period(com.stripe.model.Price there) {
        Recurring recurring = there.getRecurring();
        return new StripeInterval(recurring.getInterval(), recurring.getIntervalCount()).period();
    }

    private static Instant before(Instant end, Period period) {
        return end.atOffset(ZoneOffset.UTC).minus(period).toInstant();
    }

    static @Nullable Instant instant(@Nullable Long seconds) {
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }
}
