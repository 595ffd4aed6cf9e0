package io.latchkey.payment.money;

import io.latchkey.reader.data.ExportList;
import io.latchkey.reader.data.ReaderData;
import io.latchkey.reader.identity.ReaderKey;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What this room holds about a reader: amounts without identity, kept for the books. */
@Component
class MoneyData implements ReaderData {

    private final Payments payments;
    private final DisputeRecords disputes;
    private final Customers customers;

    MoneyData(Payments payments, DisputeRecords disputes, Customers customers) {
        this.payments = payments;
        this.disputes = disputes;
        this.customers = customers;
    }

    @Override
    public List<ExportList> export(ReaderKey reader) {
        return List.of(
                ExportList.whole("payments", "payments", payments(reader)),
                ExportList.whole("payments", "customers", customers.of(reader).collectList()));
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
        return customers.forget(reader);
    }
}
