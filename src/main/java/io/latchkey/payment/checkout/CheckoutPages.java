package io.latchkey.payment.checkout;

import io.latchkey.payment.money.Customers;
import io.latchkey.payment.promo.Reduction;
import io.latchkey.payment.provider.CheckoutOrder;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderProblem;
import io.latchkey.payment.provider.ShownCheckout;
import io.latchkey.payment.provider.ShownCheckout.Consented;
import io.latchkey.payment.provider.ShownCheckouts;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.Readers;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.Input;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Checkouts that begin, and the provider's pages on which they are paid. */
@Component
public class CheckoutPages implements ShownCheckouts {

    /** The reader waits for it, and it is not what they wait for. */
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(2);

    private final Checkouts checkouts;
    private final Customers customers;
    private final Readers readers;
    private final PaymentProvider provider;
    private final Clock clock;

    CheckoutPages(Checkouts checkouts, Customers customers, Readers readers, PaymentProvider provider, Clock clock) {
        this.checkouts = checkouts;
        this.customers = customers;
        this.readers = readers;
        this.provider = provider;
        this.clock = clock;
    }

    /** Opens a checkout, where there is somebody to pay to. */
    Mono<Void> begin(Checkout checkout) {
        return provider.sells() ? checkouts.open(checkout) : Mono.error(ProviderProblem.NO_PAYMENT_PROVIDER.problem());
    }

    /**
     * Where to pay on a checkout. The provider is asked outside of the transaction that began it,
     * because nothing may be locked while somebody else is slow; asked again it answers the same.
     */
    public Mono<URI> page(ReaderKey reader, UUID id) {
        return checkouts
                .get(reader, id)
                .flatMap(checkout -> checkout.url() == null ? opened(checkout) : Mono.just(checkout.url()));
    }

    private Mono<URI> opened(Checkout checkout) {
        // A provider opens no page that is over in a moment.
        if (clock.now().isAfter(checkout.createdAt().plus(Checkout.OPENED_WITHIN))) {
            return Mono.error(ProviderProblem.CHECKOUT_EXPIRED.problem());
        }
        return order(checkout)
                .flatMap(provider::open)
                .onErrorMap(ProviderException.class, ProviderProblem::of)
                .flatMap(opened -> checkouts
                        .tie(checkout, opened)
                        .then(closeReplaced(checkout.reader()))
                        .thenReturn(opened.url()));
    }

    /** A tab that was left open takes no money; what it takes all the same is paid back. */
    private Mono<Void> closeReplaced(ReaderKey reader) {
        return checkouts
                .replaced(reader, clock.now())
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .flatMap(page -> provider.close(page).onErrorComplete(ProviderException.class))
                .then()
                .timeout(CLOSED_WITHIN, Mono.empty());
    }

    private Mono<CheckoutOrder> order(Checkout checkout) {
        ReaderKey reader = checkout.reader();
        Reduction reduction = checkout.reduction();
        String returnTo = checkout.returnTo();
        return customers
                .of(reader, provider.name())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .zipWith(
                        readers.of(reader, false),
                        (customer, known) -> new CheckoutOrder(
                                checkout.id(),
                                reader,
                                checkout.plan(),
                                checkout.offer().name(),
                                checkout.price(),
                                checkout.offer().period(),
                                checkout.trial(),
                                reduction == null ? null : reduction.discount(),
                                customer.orElse(null),
                                known.email(),
                                known.locale(),
                                checkout.expiresAt(),
                                returnTo == null ? null : Input.httpUri("returnTo", returnTo)));
    }

    @Override
    public Mono<ShownCheckout> shown(ReaderKey reader, UUID checkout) {
        return checkouts.get(reader, checkout).map(Checkout::shown);
    }

    @Override
    public Mono<Void> consent(ReaderKey reader, UUID checkout, Consented consented) {
        return checkouts.consent(
                reader, checkout, new Consent(consented.immediateStart(), consented.acknowledgedLoss(), clock.now()));
    }
}
