package io.latchkey.payment.stripe;

import com.stripe.model.Invoice;
import com.stripe.model.InvoicePayment;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeCollection;
import com.stripe.model.Subscription;
import com.stripe.param.DisputeListParams;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.InvoicePaymentListParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.SubscriptionListParams;
import com.stripe.param.SubscriptionRetrieveParams;
import io.latchkey.payment.provider.BilledDispute;
import io.latchkey.payment.provider.BilledPayment;
import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.payment.stripe.state.StripeMetadata;
import io.latchkey.payment.stripe.state.StripePayments;
import io.latchkey.payment.stripe.state.StripeState;
import io.latchkey.shared.web.LatchkeySettings;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads what Stripe has of ours. */
@Component
@WhenStripe
class StripeLooks {

    private static final long PAGE = 100;
    private static final int LOOKS_AT_ONCE = 4;

    /** Prorations and renewals that came close together; what was paid last is among them. */
    private static final long LATEST_INVOICES = 5;

    private final StripeCalls calls;
    private final URI issuer;

    StripeLooks(StripeCalls calls, LatchkeySettings settings) {
        this.calls = calls;
        this.issuer = settings.issuer();
    }

    /** The subscription as Stripe has it, ours or not. */
    Mono<Subscription> found(String ref) {
        return calls.read((client, options) -> client.v1()
                .subscriptions()
                .retrieve(
                        ref,
                        SubscriptionRetrieveParams.builder()
                                .addExpand("latest_invoice")
                                .addExpand("schedule")
                                .addExpand("discounts.source.coupon")
                                .build(),
                        options));
    }

    Mono<BilledSubscription> subscription(String ref) {
        return found(ref).flatMap(this::billed);
    }

    /** All that Stripe calls alive; page by page, so that no call grows with the number. */
    Flux<BilledSubscription> subscriptions() {
        return page(null)
                .expand(page -> page.getHasMore() ? page(lastOf(page).getId()) : Mono.empty())
                .concatMapIterable(StripeCollection::getData)
                .filter(there ->
                        StripeMetadata.read(there.getMetadata(), issuer).isPresent())
                .flatMap(this::billed, LOOKS_AT_ONCE);
    }

    private Mono<StripeCollection<Subscription>> page(@Nullable String after) {
        SubscriptionListParams params = SubscriptionListParams.builder()
                .setLimit(PAGE)
                .setStartingAfter(after)
                .addExpand("data.latest_invoice")
                .addExpand("data.schedule")
                .addExpand("data.discounts.source.coupon")
                .build();
        return calls.read((client, options) -> client.v1().subscriptions().list(params, options));
    }

    private static Subscription lastOf(StripeCollection<Subscription> page) {
        return page.getData().getLast();
    }

    /** In the port's words; empty when it is not ours. */
    Mono<BilledSubscription> billed(Subscription there) {
        return paidInvoices(there.getId()).flatMap(paid -> Mono.justOrEmpty(StripeState.of(there, paid, issuer)));
    }

    /** The latest first, as Stripe lists them. */
    private Mono<List<Invoice>> paidInvoices(String subscription) {
        InvoiceListParams params = InvoiceListParams.builder()
                .setSubscription(subscription)
                .setStatus(InvoiceListParams.Status.PAID)
                .setLimit(LATEST_INVOICES)
                .addExpand("data.payments")
                .build();
        return calls.read((client, options) ->
                client.v1().invoices().list(params, options).getData());
    }

    /** All that were paid for it, the last one first; page by page. */
    Flux<String> payments(String subscription) {
        return paidPage(subscription, null)
                .expand(page -> page.getHasMore()
                        ? paidPage(subscription, page.getData().getLast().getId())
                        : Mono.empty())
                .concatMapIterable(page -> StripePayments.of(page.getData()));
    }

    private Mono<StripeCollection<Invoice>> paidPage(String subscription, @Nullable String after) {
        InvoiceListParams params = InvoiceListParams.builder()
                .setSubscription(subscription)
                .setStatus(InvoiceListParams.Status.PAID)
                .setLimit(PAGE)
                .setStartingAfter(after)
                .addExpand("data.payments")
                .build();
        return calls.read((client, options) -> client.v1().invoices().list(params, options));
    }

    /** A pack's payment says itself what it is; a period's is found by way of its invoice. */
    Mono<BilledPayment> payment(String ref) {
        return intent(ref).flatMap(intent -> disputes(intent).flatMap(found -> billed(intent, found)));
    }

    private Mono<BilledPayment> billed(PaymentIntent intent, List<BilledDispute> disputes) {
        return StripeMetadata.read(intent.getMetadata(), issuer).isPresent()
                ? Mono.justOrEmpty(StripePayments.of(intent, disputes, issuer))
                : invoiceOf(intent.getId())
                        .flatMap(invoice -> Mono.justOrEmpty(StripePayments.of(invoice, intent, disputes, issuer)));
    }

    private Mono<PaymentIntent> intent(String ref) {
        return calls.read((client, options) -> client.v1()
                .paymentIntents()
                .retrieve(
                        ref,
                        PaymentIntentRetrieveParams.builder()
                                .addExpand("latest_charge")
                                .build(),
                        options));
    }

    private Mono<Invoice> invoiceOf(String intent) {
        InvoicePaymentListParams params = InvoicePaymentListParams.builder()
                .setPayment(InvoicePaymentListParams.Payment.builder()
                        .setType(InvoicePaymentListParams.Payment.Type.PAYMENT_INTENT)
                        .setPaymentIntent(intent)
                        .build())
                .addExpand("data.invoice")
                .build();
        return calls.read((client, options) ->
                        client.v1().invoicePayments().list(params, options).getData())
                .flatMapIterable(found -> found)
                .next()
                .mapNotNull(InvoicePayment::getInvoiceObject);
    }

    private Mono<List<BilledDispute>> disputes(PaymentIntent intent) {
        if (!StripePayments.disputed(intent)) {
            return Mono.just(List.of());
        }
        DisputeListParams params =
                DisputeListParams.builder().setPaymentIntent(intent.getId()).build();
        return calls.read((client, options) ->
                        client.v1().disputes().list(params, options).getData())
                .map(disputes -> disputes.stream()
                        .flatMap(dispute -> StripePayments.of(dispute).stream())
                        .toList());
    }
}
