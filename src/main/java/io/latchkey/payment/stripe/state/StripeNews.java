package io.latchkey.payment.stripe.state;

import io.latchkey.payment.provider.IncomingEvent;
import io.latchkey.payment.provider.IncomingEvent.NotOurs;
import io.latchkey.payment.provider.IncomingEvent.PaymentChanged;
import io.latchkey.payment.provider.IncomingEvent.SubscriptionChanged;
import java.net.URI;
import tools.jackson.databind.JsonNode;

/**
 * Stripe's events, reduced to what they are about. Only names are taken from them; the state is read
 * afterwards. Pure.
 */
public final class StripeNews {

    private StripeNews() {}

    /** What an event is about. */
    public static IncomingEvent about(JsonNode event, URI issuer) {
        String id = event.path("id").asString("");
        JsonNode object = event.path("data").path("object");
        if (id.isEmpty()) {
            return new NotOurs("", "without an id");
        }
        return switch (object.path("object").asString("")) {
            case "checkout.session" -> ours(object, issuer) ? session(id, object) : foreign(id);
            case "subscription" -> ours(object, issuer) ? subscription(id, object.path("id")) : foreign(id);
            case "invoice" -> invoice(id, object, issuer);
            case "payment_intent" -> ours(object, issuer) ? payment(id, object.path("id")) : foreign(id);
            // These carry no metadata of ours; whether the payment is ours, a look will tell.
            case "charge", "refund", "dispute" -> payment(id, object.path("payment_intent"));
            default -> new NotOurs(id, "of a kind that changes nothing here");
        };
    }

    private static IncomingEvent session(String id, JsonNode session) {
        return "subscription".equals(session.path("mode").asString(""))
                ? subscription(id, session.path("subscription"))
                : payment(id, session.path("payment_intent"));
    }

    /** A period's payment is found by way of its subscription. */
    private static IncomingEvent invoice(String id, JsonNode invoice, URI issuer) {
        JsonNode details = invoice.path("parent").path("subscription_details");
        return ours(details, issuer) ? subscription(id, details.path("subscription")) : foreign(id);
    }

    private static boolean ours(JsonNode object, URI issuer) {
        String issued = object.path("metadata").path(StripeMetadata.OURS).asString("");
        return issuer.toString().equals(issued);
    }

    private static IncomingEvent subscription(String id, JsonNode ref) {
        return ref.isString() ? new SubscriptionChanged(id, ref.asString()) : new NotOurs(id, "without a subscription");
    }

    private static IncomingEvent payment(String id, JsonNode ref) {
        return ref.isString() ? new PaymentChanged(id, ref.asString()) : new NotOurs(id, "without a payment");
    }

    private static IncomingEvent foreign(String id) {
        return new NotOurs(id, "of another product or service");
    }
}
