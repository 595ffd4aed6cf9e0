package io.latchkey.payment.stripe.state;

import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Price.Recurring;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import com.stripe.model.SubscriptionSchedule;
import io.latchkey.payment.provider.BilledDispute;
import io.latchkey.payment.provider.BilledPayment;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stripe's objects in the port's words. Pure; empty for what is not ours. */
public final class StripeState {

    /** On a schedule: the plan that the next period is billed as. */
    public static final String NEXT_PLAN = "next_plan";

    /** On a schedule: what that costs a period, in minor units. */
    public static final String NEXT_PRICE = "next_price_minor";

    private static final String PAID = "paid";
    private static final Set<String> WAITING = Set.of("not_started", "active");

    private static final Comparator<InvoiceLineItem> BY_END =
            Comparator.comparing(line -> line.getPeriod().getEnd());

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
                                payments(paid))));
    }

    private static BillingState state(Subscription there, SubscriptionItem item, List<Invoice> paid, PlanId plan) {
        com.stripe.model.Price price = item.getPrice();
        Recurring recurring = price.getRecurring();
        Period period = new StripeInterval(recurring.getInterval(), recurring.getIntervalCount()).period();
        Instant paidUntil = paidUntil(there, item, paid);
        Instant start = paidLines(paid)
                .max(BY_END)
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
                        paidLines(paid).max(BY_END),
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
                .max(BY_END)
                .map(line -> Instant.ofEpochSecond(line.getPeriod().getEnd()))
                .orElse(Instant.ofEpochSecond(item.getCurrentPeriodStart()));
    }

    /** What the latest of these invoices charged for. */
    private static Stream<InvoiceLineItem> paidLines(List<Invoice> paid) {
        return paid.stream().limit(1).flatMap(StripeState::charges);
    }

    private static Stream<InvoiceLineItem> charges(Invoice invoice) {
        return invoice.getLines().getData().stream().filter(line -> line.getAmount() >= 0);
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

    /** The payments of these invoices, in their order. */
    public static List<String> payments(List<Invoice> paid) {
        return paid.stream()
                .filter(invoice -> invoice.getAmountPaid() > 0)
                .flatMap(invoice -> Stream.ofNullable(intentOf(invoice)))
                .toList();
    }

    private static @Nullable String intentOf(Invoice invoice) {
        return invoice.getPayments() == null
                ? null
                : invoice.getPayments().getData().stream()
                        .filter(payment -> PAID.equals(payment.getStatus()))
                        .map(payment -> payment.getPayment().getPaymentIntent())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    /** The payment of a period, with its invoice; empty when nothing was due. */
    public static Optional<BilledPayment> of(
            Invoice there, PaymentIntent payment, List<BilledDispute> disputes, URI issuer) {
        Invoice.Parent parent = there.getParent();
        Invoice.Parent.SubscriptionDetails details = parent == null ? null : parent.getSubscriptionDetails();
        if (details == null || there.getTotal() <= 0) {
            return Optional.empty();
        }
        Long paidAt = there.getStatusTransitions().getPaidAt();
        Optional<InvoiceLineItem.Period> period = charges(there).max(BY_END).map(InvoiceLineItem::getPeriod);
        return StripeMetadata.read(details.getMetadata(), issuer)
                .map(ours -> new BilledPayment(
                        payment.getId(),
                        ours.reader(),
                        ours.checkout(),
                        ours.plan(),
                        details.getSubscription(),
                        there.getCustomer(),
                        StripeAmount.price(there.getTotal(), there.getCurrency()),
                        refundedMinor(payment, there.getTotal()),
                        disputes,
                        instant(period.map(it -> it.getStart()).orElse(null)),
                        instant(period.map(it -> it.getEnd()).orElse(null)),
                        PAID.equals(there.getStatus()) ? instant(paidAt) : null));
    }

    /** The payment of a pack. */
    public static Optional<BilledPayment> of(PaymentIntent there, List<BilledDispute> disputes, URI issuer) {
        Charge charge = there.getLatestChargeObject();
        boolean succeeded = "succeeded".equals(there.getStatus()) && charge != null;
        return StripeMetadata.read(there.getMetadata(), issuer)
                .map(ours -> new BilledPayment(
                        there.getId(),
                        ours.reader(),
                        ours.checkout(),
                        ours.plan(),
                        null,
                        there.getCustomer(),
                        StripeAmount.price(there.getAmount(), there.getCurrency()),
                        refundedMinor(there, there.getAmount()),
                        disputes,
                        null,
                        null,
                        succeeded ? instant(charge.getCreated()) : null));
    }

    /** Empty for a question of the bank's that takes no money. */
    public static Optional<BilledDispute> of(Dispute there) {
        return Optional.ofNullable(
                        switch (there.getStatus()) {
                            case "needs_response", "under_review" -> BilledDispute.Status.OPEN;
                            case "won" -> BilledDispute.Status.WON;
                            case "lost" -> BilledDispute.Status.LOST;
                            default -> null;
                        })
                .map(status -> new BilledDispute(
                        there.getId(),
                        StripeAmount.minor(there.getAmount(), there.getCurrency()),
                        status,
                        Instant.ofEpochSecond(there.getCreated())));
    }

    /** Whether it bills a subscription of ours. */
    public static boolean isOurs(Invoice there, URI issuer) {
        Invoice.Parent parent = there.getParent();
        Invoice.Parent.SubscriptionDetails details = parent == null ? null : parent.getSubscriptionDetails();
        return details != null
                && StripeMetadata.read(details.getMetadata(), issuer).isPresent();
    }

    /** Whether the reader's bank has called it back. */
    public static boolean disputed(PaymentIntent payment) {
        Charge charge = payment.getLatestChargeObject();
        return charge != null && Boolean.TRUE.equals(charge.getDisputed());
    }

    private static long refundedMinor(PaymentIntent payment, long most) {
        Charge charge = payment.getLatestChargeObject();
        return charge == null
                ? 0
                : StripeAmount.minor(Math.min(most, charge.getAmountRefunded()), payment.getCurrency());
    }

    /** What one period costs. */
    public static Price price(com.stripe.model.Price there) {
        return StripeAmount.price(there.getUnitAmount(), there.getCurrency());
    }

    private static Instant before(Instant end, Period period) {
        return end.atOffset(ZoneOffset.UTC).minus(period).toInstant();
    }

    private static @Nullable Instant instant(@Nullable Long seconds) {
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }
}
