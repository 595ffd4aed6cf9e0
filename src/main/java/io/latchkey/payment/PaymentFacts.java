package io.latchkey.payment;

import io.latchkey.event.EventLog;
import io.latchkey.event.Teller;
import io.latchkey.reader.ReaderKey;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What is noted of money in the event log. */
@Component
class PaymentFacts implements Teller {

    private final EventLog events;

    PaymentFacts(EventLog events) {
        this.events = events;
    }

    @Override
    public List<PaymentFact> tells() {
        return List.of(PaymentFact.values());
    }

    /**
     * Something became of a checkout.
     *
     * @param billed the provider's name for what began on it; null when that is not to be told
     */
    Mono<Void> tell(Checkout checkout, PaymentFact fact, @Nullable String billed) {
        return tell(checkout.reader(), fact, new PaymentFact.OfCheckout(checkout.id(), checkout.plan(), billed));
    }

    /** Something became of a payment. */
    Mono<Void> tell(Payment payment, PaymentFact fact) {
        return tell(
                payment.reader(),
                fact,
                new PaymentFact.OfPayment(
                        payment.id(),
                        payment.price().amountMinor(),
                        payment.price().currency(),
                        payment.subscription()));
    }

    /** Something became of a dispute over a payment. */
    Mono<Void> tell(Payment payment, Dispute dispute, PaymentFact fact) {
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

    /** Tells something else of this reader. */
    Mono<Void> tell(ReaderKey reader, PaymentFact fact, Record data) {
        return events.append(reader.site(), reader.id(), fact, data);
    }
}
