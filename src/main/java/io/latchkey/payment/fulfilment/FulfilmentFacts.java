package io.latchkey.payment.fulfilment;

import io.latchkey.event.EventLog;
import io.latchkey.event.Teller;
import io.latchkey.payment.checkout.Checkout;
import io.latchkey.plan.PlanId;
import io.latchkey.reader.identity.ReaderKey;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What is noted in the event log of what was bought. */
@Component
class FulfilmentFacts implements Teller {

    private final EventLog events;

    FulfilmentFacts(EventLog events) {
        this.events = events;
    }

    @Override
    public List<FulfilmentFact> tells() {
        return List.of(FulfilmentFact.values());
    }

    /** A checkout was paid. */
    Mono<Void> paid(Checkout checkout) {
        return tell(
                checkout.reader(),
                FulfilmentFact.CHECKOUT_PAID,
                new FulfilmentFact.OfCheckout(checkout.id(), checkout.plan(), null));
    }

    /**
     * What was paid on a checkout is paid back.
     *
     * @param billed the provider's name for what began on it and is to end; null for nothing
     */
    Mono<Void> refunded(ReaderKey reader, UUID checkout, PlanId plan, @Nullable String billed) {
        return tell(reader, FulfilmentFact.CHECKOUT_REFUNDED, new FulfilmentFact.OfCheckout(checkout, plan, billed));
    }

    /** Unlocks of a pack were taken back. */
    Mono<Void> takenBack(ReaderKey reader, String origin, int unlocks) {
        return tell(reader, FulfilmentFact.PACK_TAKEN_BACK, new FulfilmentFact.OfPack(origin, unlocks));
    }

    private Mono<Void> tell(ReaderKey reader, FulfilmentFact fact, Record data) {
        return events.append(reader.site(), reader.id(), fact, data);
    }
}
