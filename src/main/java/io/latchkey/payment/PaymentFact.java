package io.latchkey.payment;

import io.latchkey.event.FactType;
import io.latchkey.plan.PlanId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is told of money, and of what was bought with it. */
enum PaymentFact implements FactType {
    CHECKOUT_PAID("checkout.paid", OfCheckout.class, "A checkout was paid, and what was bought on it is the reader's."),
    CHECKOUT_REFUNDED(
            "checkout.refunded", OfCheckout.class, "What was paid on a checkout is paid back: nobody wants it."),
    PACK_TAKEN_BACK("pack.taken-back", OfPack.class, "Money of a pack went back, and unspent unlocks of it with it."),
    PAYMENT_RECEIVED("payment.received", OfPayment.class, "A payment arrived."),
    PAYMENT_REFUNDED("payment.refunded", OfPayment.class, "Some or all of a payment went back."),
    PAYMENT_DISPUTED("payment.disputed", OfDispute.class, "The reader's bank calls a payment back."),
    DISPUTE_WON("payment.dispute-won", OfDispute.class, "The bank decided for the site: the payment stays."),
    DISPUTE_LOST("payment.dispute-lost", OfDispute.class, "The bank decided for the reader: the payment went back."),
    REFUND_WANTED("refund.wanted", OfRefund.class, "The payment provider is asked to pay back."),
    REFUND_REFUSED("refund.refused", OfRefund.class, "The payment provider refused to pay back: somebody has to look."),
    RECONCILED(
            "subscription.reconciled",
            OfSubscription.class,
            "The payment provider had another state of a subscription, and both agree now."),
    UNPAID_WITH_ACCESS(
            "subscription.unpaid-with-access",
            OfSubscription.class,
            "A subscription is open here, and unpaid at the payment provider: somebody has to look.");

    private final String type;
    private final Class<? extends Record> data;
    private final String meaning;

    PaymentFact(String type, Class<? extends Record> data, String meaning) {
        this.type = type;
        this.data = data;
        this.meaning = meaning;
    }

    /** @param billed the provider's name for what began on it, where it is to end */
    record OfCheckout(UUID checkout, PlanId plan, @Nullable String billed) {}

    /**
     * @param origin of the pack's grant
     * @param unlocks how many were taken back
     */
    record OfPack(String origin, int unlocks) {}

    /** @param subscription that it paid; null for a pack */
    record OfPayment(
            UUID payment,
            long amountMinor,
            String currency,
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

    record OfSubscription(UUID subscription) {}

    @Override
    public Entry entry() {
        return new Entry(type, data, meaning);
    }
}
