package io.latchkey.payment.stripe.state;

import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import com.stripe.model.PaymentIntent;
import io.latchkey.payment.provider.BilledDispute;
import io.latchkey.payment.provider.BilledPayment;
import io.latchkey.payment.stripe.unit.StripeAmount;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was paid at Stripe, and called back, in the port's words. Pure; empty for what is not ours. */
public final class StripePayments {

    private static final String PAID = "paid";

    static final Comparator<InvoiceLineItem> BY_END =
            Comparator.comparing(line -> line.getPeriod().getEnd());

    private StripePayments() {}

    /** What an invoice charges for; what it gives back for another plan is none of it. */
    static Stream<InvoiceLineItem> charges(Invoice invoice) {
        return invoice.getLines().getData().stream().filter(line -> line.getAmount() >= 0);
    }

    /** The payments of these invoices, in their order. */
    public static List<String> of(List<Invoice> paid) {
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
        Invoice.Parent.SubscriptionDetails details = details(there);
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
                        StripeState.instant(period.map(it -> it.getStart()).orElse(null)),
                        StripeState.instant(period.map(it -> it.getEnd()).orElse(null)),
                        PAID.equals(there.getStatus()) ? StripeState.instant(paidAt) : null));
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
                        succeeded ? StripeState.instant(charge.getCreated()) : null));
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

    private static Invoice.Parent.@Nullable SubscriptionDetails details(Invoice there) {
        Invoice.Parent parent = there.getParent();
        return parent == null ? null : parent.getSubscriptionDetails();
    }

    /** Whether it bills a subscription of ours. */
    public static boolean isOurs(Invoice there, URI issuer) {
        Invoice.Parent.SubscriptionDetails details = details(there);
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
}
