package io.latchkey.receipt;

import io.latchkey.event.FactType;
import java.util.UUID;

/** What is told of receipts. */
enum ReceiptFact implements FactType {
    ISSUED(
            "receipt.issued",
            Issued.class,
            "A receipt was issued: of a purchase, a cancellation, a withdrawal or a refund.");

    private final String type;
    private final Class<? extends Record> data;
    private final String meaning;

    ReceiptFact(String type, Class<? extends Record> data, String meaning) {
        this.type = type;
        this.data = data;
        this.meaning = meaning;
    }

    record Issued(UUID receipt, Receipt.Kind kind) {}

    @Override
    public Entry entry() {
        return new Entry(type, data, meaning);
    }
}
