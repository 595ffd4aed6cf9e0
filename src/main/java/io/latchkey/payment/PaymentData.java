package io.latchkey.payment;

import io.latchkey.reader.ReaderData;
import io.latchkey.reader.ReaderKey;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Map;

/** What this room holds about a reader; amounts and plans without identity, kept for the books. */
@Component
class PaymentData implements ReaderData {

    private final Checkouts checkouts;
    private final Payments payments;

    PaymentData(Checkouts checkouts, Payments payments) {
        this.checkouts = checkouts;
        this.payments = payments;
    }

    @Override
    public String section() {
        return "payments";
    }

    @Override
    public Mono<Object> export(ReaderKey reader) {
        return Mono.zip(
                        checkouts.of(reader).map(PaymentData::entry).collectList(),
                        payments.of(reader).map(PaymentBody::of).collectList())
                .map(both -> Map.of("checkouts", both.getT1(), "payments", both.getT2()));
    }

    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return checkouts.replaceUnpaid(reader, null);
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
