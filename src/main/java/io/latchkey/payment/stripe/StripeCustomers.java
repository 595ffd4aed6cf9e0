package io.latchkey.payment.stripe;

import com.stripe.model.Invoice;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.SubscriptionUpdateParams.PaymentSettings;
import com.stripe.param.billingportal.SessionCreateParams;
import com.stripe.param.billingportal.SessionCreateParams.FlowData;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import io.latchkey.payment.stripe.state.StripePayments;
import io.latchkey.shared.web.LatchkeySettings;
import java.net.URI;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A reader as Stripe knows them, and the pages on which they change how they pay. Another card in
 * its portal alone pays nothing: whoever owes is sent to the bill, and the card that pays it is kept.
 */
@Component
@WhenStripe
class StripeCustomers {

    private static final long MOST = 10;

    private final StripeCalls calls;
    private final URI issuer;

    StripeCustomers(StripeCalls calls, LatchkeySettings settings) {
        this.calls = calls;
        this.issuer = settings.issuer();
    }

    Mono<URI> page(String customer, URI returnTo) {
        return owed(customer).flatMap(this::bill).switchIfEmpty(Mono.defer(() -> portal(customer, returnTo)));
    }

    private Mono<Invoice> owed(String customer) {
        InvoiceListParams open = InvoiceListParams.builder()
                .setCustomer(customer)
                .setStatus(InvoiceListParams.Status.OPEN)
                .setLimit(MOST)
                .build();
        return calls.read((client, options) ->
                        client.v1().invoices().list(open, options).getData())
                .flatMapMany(Flux::fromIterable)
                .filter(invoice -> invoice.getHostedInvoiceUrl() != null && StripePayments.isOurs(invoice, issuer))
                .next();
    }

    private Mono<URI> bill(Invoice owed) {
        SubscriptionUpdateParams keepsTheCard = SubscriptionUpdateParams.builder()
                .setPaymentSettings(PaymentSettings.builder()
                        .setSaveDefaultPaymentMethod(PaymentSettings.SaveDefaultPaymentMethod.ON_SUBSCRIPTION)
                        .build())
                .build();
        String subscription = owed.getParent().getSubscriptionDetails().getSubscription();
        return calls.write(
                        owed.getId() + ":keeps-the-card",
                        (client, options) -> client.v1().subscriptions().update(subscription, keepsTheCard, options))
                .thenReturn(URI.create(owed.getHostedInvoiceUrl()));
    }

    private Mono<URI> portal(String customer, URI returnTo) {
        SessionCreateParams visit = SessionCreateParams.builder()
                .setCustomer(customer)
                .setReturnUrl(returnTo.toString())
                .setFlowData(FlowData.builder()
                        .setType(FlowData.Type.PAYMENT_METHOD_UPDATE)
                        .build())
                .build();
        return calls.read((client, options) ->
                        client.v1().billingPortal().sessions().create(visit, options))
                .switchIfEmpty(
                        Mono.error(() -> new ProviderException(Reason.REFUSED, "Stripe does not know " + customer)))
                .map(session -> URI.create(session.getUrl()));
    }

    /** Their subscriptions end with them; one that is unknown is forgotten. */
    Mono<Void> forget(String customer) {
        return calls.write(
                        "forget:" + customer,
                        (client, options) -> client.v1().customers().delete(customer, options))
                .onErrorComplete(ProviderException::refuses)
                .then();
    }
}
