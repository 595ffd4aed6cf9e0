package io.latchkey.subscription.state;

import io.latchkey.event.FactType;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is told of a subscription when it changes: the same, whoever brought it about. */
public enum SubscriptionFact implements FactType {
    STARTED("subscription.started", Changed.class, "A subscription began, or a gift that waited goes on."),
    REPLACED("subscription.replaced", Changed.class, "A subscription ended because another took its place."),
    RENEWED("subscription.renewed", Changed.class, "A subscription goes on for a period more, paid or free of charge."),
    RECOVERED("subscription.recovered", Changed.class, "A subscription that was past due is in order again."),
    OVERDUE(
            "subscription.overdue",
            Changed.class,
            "The payment provider has said nothing of a renewal for longer than usual."),
    PAYMENT_FAILED(
            "subscription.payment-failed",
            Failed.class,
            "The payment of a renewal failed, for the first time or again."),
    PLAN_CHOSEN(
            "subscription.plan-chosen",
            Chosen.class,
            "Another plan was chosen for the next period, or the same one again."),
    PLAN_CHANGED("subscription.plan-changed", Changed.class, "A subscription goes on with another plan."),
    PRICE_SCHEDULED(
            "subscription.price-scheduled",
            Priced.class,
            "A subscription will renew at a price that its reader was told of."),
    PAUSED("subscription.paused", Changed.class, "A subscription pauses."),
    RESUMED("subscription.resumed", Changed.class, "A subscription goes on after a pause."),
    CANCELED("subscription.canceled", Changed.class, "A subscription will not renew, or ended at once."),
    CANCELLATION_UNDONE("subscription.cancellation-undone", Changed.class, "A cancellation was taken back."),
    WITHDRAWN(
            "subscription.withdrawn",
            Changed.class,
            "A reader withdrew from the contract, and their subscription ended at once."),
    TAKEN_BACK("subscription.taken-back", Ended.class, "The site ended a subscription that it had given."),
    EXPIRED(
            "subscription.expired",
            Changed.class,
            "A subscription ended: the paid time is over, or the grace after it.");

    private final String type;
    private final Class<? extends Record> data;
    private final String meaning;

    SubscriptionFact(String type, Class<? extends Record> data, String meaning) {
        this.type = type;
        this.data = data;
        this.meaning = meaning;
    }

    record Ended(UUID subscription, PlanId plan) {}

    record Changed(UUID subscription, PlanId plan, SubscriptionStatus status, Instant paidUntil) {}

    /** @param retryAt when the payment is tried again, if it is */
    record Failed(
            UUID subscription,
            PlanId plan,
            SubscriptionStatus status,
            Instant paidUntil,
            @Nullable Instant retryAt) {}

    record Chosen(UUID subscription, PlanId plan, PlanId renewalPlan) {}

    record Priced(UUID subscription, PlanId plan, Price price, Instant from) {}

    @Override
    public Entry entry() {
        return new Entry(type, data, meaning);
    }

    /** What is told of the subscription as it is now. */
    public Record of(Subscription now) {
        return switch (this) {
            case PAYMENT_FAILED ->
                new Failed(
                        now.id(),
                        now.plan(),
                        now.status(),
                        now.paidUntil(),
                        now.arrears().retryAt());
            case PLAN_CHOSEN -> new Chosen(now.id(), now.plan(), now.renewalPlan());
            case PRICE_SCHEDULED -> new Priced(now.id(), now.plan(), now.renewalPrice(), now.paidUntil());
            case TAKEN_BACK -> new Ended(now.id(), now.plan());
            case STARTED,
                    REPLACED,
                    RENEWED,
                    RECOVERED,
                    OVERDUE,
                    PLAN_CHANGED,
                    PAUSED,
                    RESUMED,
                    CANCELED,
                    CANCELLATION_UNDONE,
                    WITHDRAWN,
                    EXPIRED -> new Changed(now.id(), now.plan(), now.status(), now.paidUntil());
        };
    }
}
