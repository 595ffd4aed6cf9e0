package io.latchkey.payment;

import io.latchkey.event.EventLog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What is noted of checkouts and payments in the event log. */
@Component
class PaymentFacts {

    private final EventLog events;

    PaymentFacts(EventLog events) {
        this.events = events;
    }

    /**
     * Something became of a checkout.
     *
     * @param billed the provider's name for what began on it; null when that is not to be told
     */
    Mono<Void> tell(Checkout checkout, String event, @Nullable String billed) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("checkout", checkout.id());
        data.put("plan", checkout.plan());
        if (billed != null) {
            data.put("billed", billed);
        }
        return events.append(checkout.reader().site(), checkout.reader().id(), event, data);
    }

    /** Something became of a payment. */
    Mono<Void> tell(Payment payment, String event) {
        return tell(payment, event, payment.price().amountMinor(), null);
    }

    /** Something became of a dispute over a payment. */
    Mono<Void> tell(Payment payment, Dispute dispute, String event) {
        return tell(payment, event, dispute.amountMinor(), dispute.id());
    }

    private Mono<Void> tell(Payment payment, String event, long amountMinor, @Nullable UUID dispute) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("payment", payment.id());
        if (dispute != null) {
            data.put("dispute", dispute);
        }
        data.put("amountMinor", amountMinor);
        data.put("currency", payment.price().currency());
        if (payment.subscription() != null) {
            data.put("subscription", payment.subscription());
        }
        return events.append(payment.reader().site(), payment.reader().id(), event, data);
    }
}
