package io.latchkey.payment.sync;

import io.latchkey.event.FactType;
import io.latchkey.payment.promo.PromoCodeId;
import io.latchkey.plan.PlanId;
import java.util.UUID;

/** What is told of the two sides of a subscription, ours and the provider's. */
enum SyncFact implements FactType {
    DISCOUNTED(
            "subscription.discounted",
            Discounted.class,
            "Less is paid from the next payment on, because its reader took that offer instead of canceling."),
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

    SyncFact(String type, Class<? extends Record> data, String meaning) {
        this.type = type;
        this.data = data;
        this.meaning = meaning;
    }

    record Discounted(UUID subscription, PlanId plan, PromoCodeId code) {}

    record OfSubscription(UUID subscription) {}

    @Override
    public Entry entry() {
        return new Entry(type, data, meaning);
    }
}
