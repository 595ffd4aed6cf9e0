package io.latchkey.payment.provider;

import io.latchkey.reader.identity.ReaderKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpHeaders;

/** A provider, and the hands of those who are not us: reader, bank, time. */
public interface ProviderWorld {

    PaymentProvider provider();

    /** A reader whom the provider has never met. */
    ReaderKey newReader();

    /** The provider's time. */
    Instant now();

    /** Lets the provider's time go on; everything due on the way is billed. */
    void advanceTo(Instant moment);

    /** The reader pays. True when the provider took it. */
    boolean pay(OpenedCheckout checkout);

    /** The provider's name for what a paid checkout began. */
    String subscriptionOf(OpenedCheckout checkout);

    /** The provider's name for the payment of a pack. */
    String paymentOf(OpenedCheckout checkout);

    /** Whether the reader's card refuses from now on. */
    void cardDeclines(String subscription, boolean declines);

    /** The reader's bank calls a payment back. */
    void dispute(String payment);

    /** The bank decides on what it called back. */
    void decide(String payment, BilledDispute.Status verdict);

    /** Whether the provider answers no call. */
    void unreachable(boolean unreachable);

    /** Events that the provider sent after the first {@code seen}. */
    List<SignedEvent> eventsAfter(int seen);

    /** An event as it is posted to us. */
    record SignedEvent(HttpHeaders headers, String body, Instant sentAt) {

        /** The body's bytes, a copy each time. */
        public byte[] bytes() {
            return body.getBytes(StandardCharsets.UTF_8);
        }
    }
}
