package io.latchkey.payment.stripe;

import io.latchkey.payment.provider.BilledDispute;
import io.latchkey.payment.provider.OpenedCheckout;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.PaymentProviderContract;
import io.latchkey.payment.provider.ProviderWorld;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** The adapter for Stripe keeps what the port promises, before a stand-in for Stripe. */
class StripeContractTests extends PaymentProviderContract {

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable it : opened) {
            it.close();
        }
    }

    @Override
    protected ProviderWorld world() {
        StandIn standIn = new StandIn();
        StripeCalls calls = StripeWiring.calls(standIn.address());
        opened.add(calls::stop);
        opened.add(standIn);
        return new World(standIn, StripeWiring.provider(calls, standIn));
    }

    private record World(StandIn standIn, PaymentProvider provider) implements ProviderWorld {

        @Override
        public ReaderKey newReader() {
            return new ReaderKey(new SiteId("contract"), UUID.randomUUID());
        }

        @Override
        public Instant now() {
            return standIn.books.now();
        }

        @Override
        public void advanceTo(Instant moment) {
            standIn.books.advanceTo(moment);
        }

        @Override
        public boolean pay(OpenedCheckout checkout) {
            standIn.desk.pay(standIn.desk.session(checkout.ref()));
            return standIn.desk.session(checkout.ref()).isPaid();
        }

        @Override
        public String subscriptionOf(OpenedCheckout checkout) {
            return standIn.desk.session(checkout.ref()).bought();
        }

        @Override
        public String paymentOf(OpenedCheckout checkout) {
            return standIn.desk.session(checkout.ref()).bought();
        }

        @Override
        public void cardDeclines(String subscription, boolean declines) {
            standIn.desk.subscription(subscription).cardDeclines = declines;
        }

        @Override
        public void dispute(String payment) {
            standIn.desk.dispute(payment);
        }

        @Override
        public void decide(String payment, BilledDispute.Status verdict) {
            standIn.desk.decide(payment, verdict.word());
        }

        @Override
        public void unreachable(boolean unreachable) {
            standIn.unreachable(unreachable);
        }

        @Override
        public List<SignedEvent> eventsAfter(int seen) {
            return standIn.sent.stream()
                    .skip(seen)
                    .map(it -> new SignedEvent(it.headers(), it.body(), it.at()))
                    .toList();
        }
    }
}
