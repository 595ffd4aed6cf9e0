package io.latchkey.subscription;

import io.latchkey.event.FactType;
import java.util.UUID;

/** What is told of those who want to leave, besides of their subscriptions. */
enum LeavingFact implements FactType {
    DECLARATION_QUEUED("declaration.queued", Queued.class, "A declaration made without signing in waits for the site."),
    DECLARATION_SETTLED("declaration.settled", Settled.class, "The site settled a declaration that waited for it."),
    CANCELLATION_EXPLAINED("subscription.cancellation-explained", Explained.class, "A reader said why they canceled.");

    private final String type;
    private final Class<? extends Record> data;
    private final String meaning;

    LeavingFact(String type, Class<? extends Record> data, String meaning) {
        this.type = type;
        this.data = data;
        this.meaning = meaning;
    }

    record Queued(UUID declaration, Declaration.Kind kind, Declaration.Cause because) {}

    record Settled(UUID declaration, Declaration.Status outcome) {}

    /** @param receipt of the cancellation */
    record Explained(UUID receipt, CancellationReasons.Kind reason) {}

    @Override
    public Entry entry() {
        return new Entry(type, data, meaning);
    }
}
