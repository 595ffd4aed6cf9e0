package io.latchkey.payment;

import io.latchkey.reader.ExportList;
import io.latchkey.reader.ReaderData;
import io.latchkey.reader.ReaderKey;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What this room holds about a reader; amounts and plans without identity, kept for the books. */
@Component
class PaymentData implements ReaderData {

    private final Checkouts checkouts;
    private final Payments payments;
    private final DisputeRecords disputes;

    PaymentData(Checkouts checkouts, Payments payments, DisputeRecords disputes) {
        this.checkouts = checkouts;
        this.payments = payments;
        this.disputes = disputes;
    }

    @Override
    public List<ExportList> export(ReaderKey reader) {
        return List.of(
                ExportList.whole(
                        "payments",
                        "checkouts",
                        checkouts.of(reader).map(PaymentData::entry).collectList()),
                ExportList.whole("payments", "payments", payments(reader)));
    }

    private Mono<List<PaymentBody>> payments(ReaderKey reader) {
        return payments.of(reader)
                .collectList()
                .zipWhen(_ -> disputes.of(reader))
                .map(both -> both.getT1().stream()
                        .map(payment -> PaymentBody.of(payment, both.getT2()))
                        .toList());
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
