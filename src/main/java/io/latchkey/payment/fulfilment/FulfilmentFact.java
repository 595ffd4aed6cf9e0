package io.latchkey.payment.fulfilment;

import io.latchkey.event.FactType;
import io.latchkey.plan.PlanId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is told of what was bought. */
public enum FulfilmentFact implements FactType {
    CHECKOUT_PAID("checkout.paid", OfCheckout.class, "A checkout was paid, and what was bought on it is the reader's."),
    CHECKOUT_REFUNDED(
            "checkout.refunded", OfCheckout.class, "What was paid on a checkout is paid back: nobody wants it."),
    PACK_TAKEN_BACK("pack.taken-back", OfPack.class, "Money of a pack went back, and unspent unlocks of it with it.");

    private final String type;
    private final Class<? extends Record> data;
    private final String meaning;

    FulfilmentFact(String type, Class<? extends Record> data, String meaning) {
        this.type = type;
        this.data = data;
        this.meaning = meaning;
    }

    /** @param billed the provider's name for what began on it, where it is to end */
    record OfCheckout(UUID checkout, PlanId plan, @Nullable String billed) {}

    /**
     * @param origin of the pack's grant
     * @param unlocks how many were taken back
     */
    record OfPack(String origin, int unlocks) {}

    @Override
    public Entry entry() {
        return new Entry(type, data, meaning);
    }
}
