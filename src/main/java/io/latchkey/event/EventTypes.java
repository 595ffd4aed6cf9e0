package io.latchkey.event;

import java.util.List;

/** Every type of fact that is told, whichever room tells it: what webhooks can ask for. */
public final class EventTypes {

    /** All of them, in the order of the alphabet. */
    public static final List<String> ALL = List.of(
            "checkout.paid",
            "checkout.refunded",
            "declaration.queued",
            "declaration.settled",
            "pack.taken-back",
            "payment.dispute-lost",
            "payment.dispute-won",
            "payment.disputed",
            "payment.received",
            "payment.refunded",
            "receipt.issued",
            "refund.refused",
            "refund.wanted",
            "subscription.canceled",
            "subscription.cancellation-explained",
            "subscription.cancellation-undone",
            "subscription.expired",
            "subscription.overdue",
            "subscription.paused",
            "subscription.payment-failed",
            "subscription.plan-changed",
            "subscription.plan-chosen",
            "subscription.price-scheduled",
            "subscription.reconciled",
            "subscription.recovered",
            "subscription.renewed",
            "subscription.replaced",
            "subscription.resumed",
            "subscription.started",
            "subscription.taken-back",
            "subscription.unpaid-with-access",
            "subscription.withdrawn",
            "webhook.disabled");

    private EventTypes() {}

    /** Whether facts can be asked for by this: a type, or all of a kind as {@code payment.*}. */
    public static boolean include(String wanted) {
        return ALL.stream().anyMatch(type -> type.equals(wanted) || kind(type).equals(wanted));
    }

    private static String kind(String type) {
        return type.substring(0, type.indexOf('.')) + ".*";
    }
}
