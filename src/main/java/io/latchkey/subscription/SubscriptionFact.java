package io.latchkey.subscription;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is told of a subscription when it changes. */
enum SubscriptionFact {
    /** It began, or a gift that waited goes on. */
    STARTED("subscription.started"),
    /** It ended because another took its place. */
    REPLACED("subscription.replaced"),
    /** A period more is paid, or came free of charge. */
    RENEWED("subscription.renewed"),
    /** What was past due is in order again. */
    RECOVERED("subscription.recovered"),
    /** The provider has said nothing of a payment for too long. */
    OVERDUE("subscription.overdue"),
    /** A payment failed, for the first time or again. */
    PAYMENT_FAILED("subscription.payment-failed"),
    /** Another plan was chosen for the next period. */
    PLAN_CHOSEN("subscription.plan-chosen"),
    /** Another plan is billed. */
    PLAN_CHANGED("subscription.plan-changed"),
    /** It will renew at a price that its reader was told of. */
    PRICE_SCHEDULED("subscription.price-scheduled"),
    /** A break began. */
    PAUSED("subscription.paused"),
    /** A break ended. */
    RESUMED("subscription.resumed"),
    /** It will not renew, or ended at once. */
    CANCELED("subscription.canceled"),
    /** A cancellation was taken back. */
    CANCELLATION_UNDONE("subscription.cancellation-undone"),
    /** Its reader withdrew from the contract, and it ended at once. */
    WITHDRAWN("subscription.withdrawn"),
    /** The site ended what it had given. */
    TAKEN_BACK("subscription.taken-back"),
    /** The paid time or the grace was over. */
    EXPIRED("subscription.expired");

    private final String type;

    SubscriptionFact(String type) {
        this.type = type;
    }

    /** How the event log calls it. */
    String type() {
        return type;
    }

    /** What is told of the subscription as it is now: the same, whoever brought it about. */
    Map<String, Object> data(Subscription now) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("subscription", now.id());
        data.put("plan", now.plan());
        data.putAll(more(now));
        return data;
    }

    private Map<String, Object> more(Subscription now) {
        Map<String, Object> standing = Map.of("status", now.status(), "paidUntil", now.paidUntil());
        return switch (this) {
            case PAYMENT_FAILED -> retried(standing, now.retryAt());
            case PLAN_CHOSEN -> Map.of("renewalPlan", now.renewalPlan());
            case PRICE_SCHEDULED -> Map.of("price", now.renewalPrice(), "from", now.paidUntil());
            case TAKEN_BACK -> Map.of();
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
                    EXPIRED -> standing;
        };
    }

    private static Map<String, Object> retried(Map<String, Object> standing, @Nullable Instant at) {
        Map<String, Object> data = new LinkedHashMap<>(standing);
        if (at != null) {
            data.put("retryAt", at);
        }
        return data;
    }
}
