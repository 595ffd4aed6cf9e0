package io.latchkey.payment.checkout;

import io.latchkey.payment.money.BilledSubscriptions;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderProblem;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.web.Input;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.transition.Subscriptions;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** How a reader pays: only the provider knows, and it has a page on which they change it. */
@Component
public class PaymentMethod {

    private final PaymentProvider provider;
    private final BilledSubscriptions ties;
    private final Subscriptions subscriptions;
    private final ReturnAddresses returnAddresses;
    private final URI issuer;

    PaymentMethod(
            PaymentProvider provider,
            BilledSubscriptions ties,
            Subscriptions subscriptions,
            ReturnAddresses returnAddresses,
            LatchkeySettings settings) {
        this.provider = provider;
        this.ties = ties;
        this.subscriptions = subscriptions;
        this.returnAddresses = returnAddresses;
        this.issuer = settings.issuer();
    }

    /**
     * The provider's page; refuses with {@code nothing-is-billed}.
     *
     * @param returnTo where the reader goes afterwards; null for our own address
     */
    public Mono<URI> page(ReaderKey reader, @Nullable String returnTo) {
        return returnAddresses
                .check(reader, returnTo)
                .then(subscriptions.latest(reader))
                .filter(Subscription::givenUp)
                .flatMap(_ -> Mono.<String>error(CheckoutProblem.SUBSCRIBE_AGAIN::problem))
                .switchIfEmpty(Mono.defer(() -> customer(reader)))
                .flatMap(customer -> provider.paymentMethodPage(
                        customer, returnTo == null ? issuer : Input.httpUri("returnTo", returnTo)))
                .onErrorMap(ProviderException.class, ProviderProblem::of);
    }

    private Mono<String> customer(ReaderKey reader) {
        return ties.customer(reader, provider.name())
                .switchIfEmpty(Mono.error(() -> provider.sells()
                        ? CheckoutProblem.NOTHING_IS_BILLED.problem()
                        : ProviderProblem.NO_PAYMENT_PROVIDER.problem()));
    }
}
