package io.latchkey.subscription.leaving;

import io.latchkey.event.FactType;
import java.util.UUID;

/** What is told of those who leave, besides of their subscriptions. */
enum LeavingFact implements FactType {
    CANCELLATION_EXPLAINED("subscription.cancellation-explained", Explained.class, "A reader said why they canceled.");

    private final String type;
    private final Class<? extends Record> data;
    private final String meaning;

    LeavingFact(String type, Class<? extends Record> data, String meaning) {
        this.type = type;
        this.data = data;
        this.meaning = meaning;
    }

    /** @param receipt of the cancellation */
    record Explained(UUID receipt, CancellationReasons.Kind reason) {}

    @Override
    public Entry entry() {
        return new Entry(type, data, meaning);
    }
}
