package io.latchkey.event;

/** A kind of fact. Each room lists its own in an enum; together they are what webhooks can ask for. */
public interface FactType {

    /**
     * What the list says of it.
     *
     * @param type how the log and the webhooks call it, as {@code receipt.issued}
     * @param data what is told with it: ids, amounts and times; no e-mail address and no name
     * @param meaning what happened, in one sentence for whoever is told
     */
    record Entry(String type, Class<? extends Record> data, String meaning) {}

    /** What the list says of it. */
    Entry entry();

    /** Whether it only makes something happen here, and no webhook is told. */
    default boolean inner() {
        return false;
    }

    /** How the log and the webhooks call it. */
    default String type() {
        return entry().type();
    }
}
