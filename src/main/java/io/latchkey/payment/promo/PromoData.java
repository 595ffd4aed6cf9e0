package io.latchkey.payment.promo;

import io.latchkey.reader.ReaderData;
import io.latchkey.reader.ReaderKey;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** The promo codes that a reader used; erasing does not let them use one again. */
@Component
class PromoData implements ReaderData {

    private final Redemptions redemptions;
    private final Promos promos;

    PromoData(Redemptions redemptions, Promos promos) {
        this.redemptions = redemptions;
        this.promos = promos;
    }

    @Override
    public String section() {
        return "promoCodes";
    }

    @Override
    public Mono<Object> export(ReaderKey reader) {
        return redemptions.of(reader).collectList().cast(Object.class);
    }

    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return promos.release(reader);
    }
}
