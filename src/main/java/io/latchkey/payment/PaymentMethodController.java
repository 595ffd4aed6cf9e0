package io.latchkey.payment;

import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.reader.ReaderSession;
import io.latchkey.shared.LatchkeySettings;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.util.Optional;

/** A reader wants to pay another way from now on: the provider has a page for it. */
@RestController
class PaymentMethodController {

    private final Optional<PaymentProvider> provider;
    private final BilledSubscriptions ties;
    private final ReturnAddresses returnAddresses;
    private final URI issuer;

    PaymentMethodController(
            Optional<PaymentProvider> provider,
            BilledSubscriptions ties,
            ReturnAddresses returnAddresses,
            LatchkeySettings settings) {
        this.provider = provider;
        this.ties = ties;
        this.returnAddresses = returnAddresses;
        this.issuer = settings.issuer();
    }

    @PostMapping("/v1/me/subscription/payment-method")
    Mono<Page> page(ReaderSession session, @RequestBody(required = false) @Nullable Return body) {
        String returnTo = body == null ? null : body.returnTo();
        return returnAddresses
                .check(session.reader(), returnTo)
                .then(Mono.justOrEmpty(provider))
                .switchIfEmpty(Mono.error(PaymentProblem.NO_PAYMENT_PROVIDER::problem))
                .flatMap(present ->
                        ties.customer(session.reader(), present.name())
                                .switchIfEmpty(
                                        Mono.error(PaymentProblem.NOTHING_IS_BILLED::problem))
                                .flatMap(customer ->
                                        present.paymentMethodPage(
                                                customer,
                                                returnTo == null ? issuer : URI.create(returnTo))))
                .onErrorMap(ProviderException.class, PaymentProblem::of)
                .map(Page::new);
    }

    /**
     * Where the reader changes it.
     *
     * @param url of the provider's page
     */
    record Page(URI url) {}

    /**
     * Where the reader goes afterwards.
     *
     * @param returnTo a page at one of the site's origins
     */
    record Return(@Nullable String returnTo) {}
}
