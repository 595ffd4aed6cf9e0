package io.latchkey.payment.stripe;

import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.InvoiceUpdateParams;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Bills that are not paid. Stripe goes on collecting those that it wrote before a pause, and leaves
 * those of what was cancelled to be paid: whoever left or paused owes nothing, so they are withdrawn.
 */
@Component
@WhenStripe
class StripeInvoices {

    /** Of one subscription, more than Stripe writes before it gives up. */
    private static final long MOST = 100;

    private final StripeCalls calls;

    StripeInvoices(StripeCalls calls) {
        this.calls = calls;
    }

    /**
     * Nothing that was billed for it is to be paid any more. A draft may be sent before it is left
     * alone, which Stripe then refuses: asked again, it is open.
     */
    Mono<Void> withdraw(Subscription there, String key) {
        return drafts(there, key).then(Mono.defer(() -> open(there, key)));
    }

    /** A bill that is still being written cannot be void; left alone it is never sent. */
    private Mono<Void> drafts(Subscription there, String key) {
        InvoiceUpdateParams leftAlone =
                InvoiceUpdateParams.builder().setAutoAdvance(false).build();
        return of(there, InvoiceListParams.Status.DRAFT)
                .filter(draft -> Boolean.TRUE.equals(draft.getAutoAdvance()))
                .concatMap(draft -> calls.write(
                        key + ":left-alone:" + draft.getId(),
                        (client, options) -> client.v1().invoices().update(draft.getId(), leftAlone, options)))
                .then();
    }

    private Mono<Void> open(Subscription there, String key) {
        return of(there, InvoiceListParams.Status.OPEN)
                .concatMap(open -> calls.write(
                        key + ":void:" + open.getId(),
                        (client, options) -> client.v1().invoices().voidInvoice(open.getId(), options)))
                .then();
    }

    private Flux<Invoice> of(Subscription there, InvoiceListParams.Status status) {
        InvoiceListParams unpaid = InvoiceListParams.builder()
                .setSubscription(there.getId())
                .setStatus(status)
                .setLimit(MOST)
                .build();
        return calls.read((client, options) ->
                        client.v1().invoices().list(unpaid, options).getData())
                .flatMapIterable(found -> found);
    }
}
