package io.latchkey.subscription;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a fact about a subscription tells of it: the same, whoever brought it about. */
final class SubscriptionFacts {

    private SubscriptionFacts() {}

    static Map<String, Object> of(Subscription subscription) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("subscription", subscription.id());
        data.put("plan", subscription.plan());
        data.put("status", subscription.status());
        data.put("paidUntil", subscription.paidUntil());
        return data;
    }
}
