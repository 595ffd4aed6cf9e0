package io.latchkey.payment.money;

import io.latchkey.event.EventLog;
import io.latchkey.event.Teller;
import io.latchkey.reader.identity.ReaderKey;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What is noted of money in the event log. */
@Component
public class PaymentFacts implements Teller {

    private final EventLog events;

    PaymentFacts(EventLog events) {
        this.events = events;
    }

    @Override
    public List<PaymentFact> tells() {
        return List.of(PaymentFact.values());
    }

    /** Something became of a payment. */
    public Mono<Void> tell(Payment payment, PaymentFact fact) {
        return tell(
                payment.reader(),
                fact,
                new PaymentFact.OfPayment(
                        payment.id(),
                        payment.price().amountMinor(),
                        payment.price().currency(),
                        payment.subscription()));
    }

    /**
     * Some of a payment went back, or came back after all.
     *
     * @param refundedMinor what of it has gone back by now, in all
     */
    public Mono<Void> tell(Payment payment, long refundedMinor, PaymentFact fact) {
        return tell(
                payment.reader(),
                fact,
                new PaymentFact.OfPaidBack(
                        payment.id(),
                        payment.price().amountMinor(),
                        payment.price().currency(),
                        refundedMinor,
                        payment.subscription()));
    }

    /** Something became of a dispute over a payment. */
    public Mono<Void> tell(Payment payment, Dispute dispute, PaymentFact fact) {
        return tell(
                payment.reader(),
                fact,
                new PaymentFact.OfDispute(
                        payment.id(),
                        dispute.id(),
                        dispute.amountMinor(),
                        payment.price().currency(),
                        payment.subscription()));
    }

    /** Something became of a refund. */
    Mono<Void> tell(ReaderKey reader, PaymentFact fact, UUID refund, UUID payment) {
        return tell(reader, fact, new PaymentFact.OfRefund(refund, payment));
    }

    /** A provider is to forget whom it calls so. */
    Mono<Void> forgotten(ReaderKey reader, String provider, String customer) {
        return tell(reader, PaymentFact.CUSTOMER_FORGOTTEN, new PaymentFact.OfCustomer(provider, customer));
    }

    private Mono<Void> tell(ReaderKey reader, PaymentFact fact, Record data) {
        return events.append(reader.site(), reader.id(), fact, data);
    }
}
