package io.latchkey.payment.promo;

import io.latchkey.reader.data.ExportList;
import io.latchkey.reader.data.ReaderData;
import io.latchkey.reader.identity.ReaderKey;
import java.util.List;
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
    public List<ExportList> export(ReaderKey reader) {
        return List.of(
                ExportList.whole("promoCodes", null, redemptions.of(reader).collectList()));
    }

    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return promos.release(reader);
    }
}
