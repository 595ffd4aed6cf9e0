package io.latchkey.webhook;

import io.latchkey.event.FactType;
import java.util.UUID;

/** What is told of webhooks. */
enum WebhookFact implements FactType {
    DISABLED(
            "webhook.disabled",
            Disabled.class,
            "A webhook took nothing for three days or answered 410, and gets no more.");

    private final String type;
    private final Class<? extends Record> data;
    private final String meaning;

    WebhookFact(String type, Class<? extends Record> data, String meaning) {
        this.type = type;
        this.data = data;
        this.meaning = meaning;
    }

    /** @param failure what went wrong last */
    record Disabled(UUID webhook, String failure) {}

    @Override
    public Entry entry() {
        return new Entry(type, data, meaning);
    }
}
