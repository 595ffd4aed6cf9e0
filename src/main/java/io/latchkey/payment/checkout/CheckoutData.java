package io.latchkey.payment.checkout;

import io.latchkey.reader.data.ExportList;
import io.latchkey.reader.data.ReaderData;
import io.latchkey.reader.identity.ReaderKey;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What this room holds about a reader; plans and prices without identity are kept for the books. */
@Component
class CheckoutData implements ReaderData {

    private final Checkouts checkouts;

    CheckoutData(Checkouts checkouts) {
        this.checkouts = checkouts;
    }

    @Override
    public List<ExportList> export(ReaderKey reader) {
        return List.of(ExportList.whole(
                "payments",
                "checkouts",
                checkouts.of(reader).map(CheckoutData::entry).collectList()));
    }

    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return checkouts.replaceUnpaid(reader, null).then(checkouts.forgetPages(reader));
    }

    private static Map<String, Object> entry(Checkout checkout) {
        return Map.of(
                "id", checkout.id(),
                "plan", checkout.plan(),
                "price", checkout.price(),
                "status", checkout.status().word(),
                "createdAt", checkout.createdAt());
    }
}
