package io.latchkey.payment.stripe;

import io.latchkey.payment.provider.IncomingEvent;
import io.latchkey.payment.provider.IncomingEvent.NotOurs;
import io.latchkey.payment.provider.IncomingEvent.PaymentChanged;
import io.latchkey.payment.provider.IncomingEvent.SubscriptionChanged;
import io.latchkey.payment.stripe.state.StripeMetadata;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Stripe calls us with: proved by its signature over the raw bytes before anything is parsed,
 * then reduced to what it is about. Only names are taken from it; the state is read afterwards.
 */
record StripeEvents(StripeSignature signature, URI issuer, JsonMapper json) {

    /** What the event is about; refuses what Stripe did not sign with one of the secrets lately. */
    IncomingEvent verified(@Nullable String header, byte[] body, Instant now) {
        signature.verify(header, body, now);
        try {
            return about(json.readTree(body));
        } catch (JacksonException notJson) {
            return new NotOurs("", "not JSON");
        }
    }

    private IncomingEvent about(JsonNode event) {
        String id = event.path("id").asString("");
        JsonNode object = event.path("data").path("object");
        if (id.isEmpty()) {
            return new NotOurs("", "without an id");
        }
        return switch (object.path("object").asString("")) {
            case "checkout.session" -> ours(object) ? session(id, object) : foreign(id);
            case "subscription" -> ours(object) ? subscription(id, object.path("id")) : foreign(id);
            case "invoice" -> invoice(id, object);
            case "payment_intent" -> ours(object) ? payment(id, object.path("id")) : foreign(id);
            // These carry no metadata of ours; whether the payment is ours, a look will tell.
            case "charge", "refund", "dispute" -> payment(id, object.path("payment_intent"));
            default -> new NotOurs(id, "of a kind that changes nothing here");
        };
    }

    private IncomingEvent session(String id, JsonNode session) {
        return "subscription".equals(session.path("mode").asString(""))
                ? subscription(id, session.path("subscription"))
                : payment(id, session.path("payment_intent"));
    }

    /** A period's payment is found by way of its subscription. */
    private IncomingEvent invoice(String id, JsonNode invoice) {
        JsonNode details = invoice.path("parent").path("subscription_details");
        return ours(details) ? subscription(id, details.path("subscription")) : foreign(id);
    }

    private boolean ours(JsonNode object) {
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
