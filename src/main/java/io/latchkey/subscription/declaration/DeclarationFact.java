package io.latchkey.subscription.declaration;

import io.latchkey.event.FactType;
import java.util.UUID;

/** What is told of declarations that were made without signing in. */
enum DeclarationFact implements FactType {
    DECLARATION_QUEUED("declaration.queued", Queued.class, "A declaration made without signing in waits for the site."),
    DECLARATION_SETTLED("declaration.settled", Settled.class, "The site settled a declaration that waited for it.");

    private final String type;
    private final Class<? extends Record> data;
    private final String meaning;

    DeclarationFact(String type, Class<? extends Record> data, String meaning) {
        this.type = type;
        this.data = data;
        this.meaning = meaning;
    }

    record Queued(UUID declaration, Declaration.Kind kind, Declaration.Cause because) {}

    record Settled(UUID declaration, Declaration.Status outcome) {}

    @Override
    public Entry entry() {
        return new Entry(type, data, meaning);
    }
}
