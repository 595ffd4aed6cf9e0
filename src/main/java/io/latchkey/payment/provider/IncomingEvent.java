package io.latchkey.payment.provider;

/** What an event of the provider is about; what happened is read from the provider afterwards. */
public sealed interface IncomingEvent {

    /** The provider's id of the event, by which a repetition is known. */
    String id();

    /**
     * Something about a subscription.
     *
     * @param ref the provider's name for it
     */
    record SubscriptionChanged(String id, String ref) implements IncomingEvent {}

    /**
     * Something about a payment.
     *
     * @param ref the provider's name for it
     */
    record PaymentChanged(String id, String ref) implements IncomingEvent {}

    /**
     * Nothing for us: of another product or account, or of a kind that changes nothing here.
     *
     * @param why for the log
     */
    record NotOurs(String id, String why) implements IncomingEvent {}
}
