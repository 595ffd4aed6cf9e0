package io.latchkey.payment.provider;

import io.latchkey.payment.provider.ShownCheckout.Consented;
import io.latchkey.reader.identity.ReaderKey;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** The checkouts that an adapter was asked to open, for one whose page is our own. */
public interface ShownCheckouts {

    /** The checkout as it stands; refuses with {@code unknown-checkout}. */
    Mono<ShownCheckout> shown(ReaderKey reader, UUID checkout);

    /** The buyer consented on the page, unless they had before. */
    Mono<Void> consent(ReaderKey reader, UUID checkout, Consented consented);
}
