package io.latchkey.payment.money;

import io.latchkey.event.FactType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is told of money. */
public enum PaymentFact implements FactType {
    PAYMENT_RECEIVED("payment.received", OfPayment.class, "A payment arrived."),
    PAYMENT_REFUNDED("payment.refunded", OfPaidBack.class, "Some or all of a payment went back."),
    PAYMENT_DISPUTED("payment.disputed", OfDispute.class, "The reader's bank calls a payment back."),
    DISPUTE_WON("payment.dispute-won", OfDispute.class, "The bank decided for the site: the payment stays."),
    DISPUTE_LOST("payment.dispute-lost", OfDispute.class, "The bank decided for the reader: the payment went back."),
    REFUND_WANTED("refund.wanted", OfRefund.class, "The payment provider is asked to pay back."),
    REFUND_REFUSED("refund.refused", OfRefund.class, "The payment provider refused to pay back: somebody has to look."),
    REFUND_FAILED(
            "refund.failed",
            OfPaidBack.class,
            "Money that went back came back to the site: the reader's bank did not take it. Somebody has to look."),
    CUSTOMER_FORGOTTEN(
            "customer.forgotten", OfCustomer.class, "The payment provider is asked to forget a reader who was erased.");

    private final String type;
    private final Class<? extends Record> data;
    private final String meaning;

    PaymentFact(String type, Class<? extends Record> data, String meaning) {
        this.type = type;
        this.data = data;
        this.meaning = meaning;
    }

    /** @param subscription that it paid; null for a pack */
    record OfPayment(
            UUID payment,
            long amountMinor,
            String currency,
            @Nullable UUID subscription) {}

    /**
     * @param amountMinor what was paid
     * @param refundedMinor what of it has gone back by now, in all
     * @param subscription that it paid; null for a pack
     */
    record OfPaidBack(
            UUID payment,
            long amountMinor,
            String currency,
            long refundedMinor,
            @Nullable UUID subscription) {}

    /**
     * @param amountMinor what the bank calls back
     * @param subscription that was paid; null for a pack
     */
    record OfDispute(
            UUID payment,
            UUID dispute,
            long amountMinor,
            String currency,
            @Nullable UUID subscription) {}

    record OfRefund(UUID refund, UUID payment) {}

    /** @param customer what the provider calls the reader */
    record OfCustomer(String provider, String customer) {}

    @Override
    public boolean inner() {
        return this == REFUND_WANTED || this == CUSTOMER_FORGOTTEN;
    }

    @Override
    public Entry entry() {
        return new Entry(type, data, meaning);
    }
}
