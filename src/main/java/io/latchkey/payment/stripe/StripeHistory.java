package io.latchkey.payment.stripe;

import com.stripe.param.EventListParams;
import io.latchkey.payment.provider.IncomingEvent;
import io.latchkey.payment.stripe.state.StripeNews;
import io.latchkey.shared.web.LatchkeySettings;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Stripe keeps of its events, for a month, whether anybody heard them or not. */
@Component
@WhenStripe
class StripeHistory {

    private static final long PAGE = 100;

    /** Those that we look after; Stripe takes twenty in a call. */
    private static final List<String> TYPES = List.of(
            "checkout.session.completed",
            "checkout.session.async_payment_succeeded",
            "customer.subscription.created",
            "customer.subscription.updated",
            "customer.subscription.deleted",
            "customer.subscription.paused",
            "customer.subscription.resumed",
            "invoice.paid",
            "invoice.payment_failed",
            "invoice.voided",
            "invoice.marked_uncollectible",
            "payment_intent.succeeded",
            "charge.refunded",
            "refund.created",
            "refund.updated",
            "refund.failed",
            "charge.dispute.created",
            "charge.dispute.updated",
            "charge.dispute.closed");

    private final StripeCalls calls;
    private final URI issuer;
    private final JsonMapper json;

    StripeHistory(StripeCalls calls, LatchkeySettings settings, JsonMapper json) {
        this.calls = calls;
        this.issuer = settings.issuer();
        this.json = json;
    }

    /** Page by page, the last one first, as Stripe lists them. */
    Flux<IncomingEvent> told(Instant after, Instant until) {
        return page(after, until, null)
                .expand(page -> page.path("has_more").asBoolean(false) ? page(after, until, last(page)) : Mono.empty())
                .concatMapIterable(page -> page.path("data"))
                .map(event -> StripeNews.about(event, issuer));
    }

    private Mono<JsonNode> page(Instant after, Instant until, @Nullable String before) {
        EventListParams params = EventListParams.builder()
                .setCreated(EventListParams.Created.builder()
                        .setGt(after.getEpochSecond())
                        .setLte(until.getEpochSecond())
                        .build())
                .addAllType(TYPES)
                .setLimit(PAGE)
                .setStartingAfter(before)
                .build();
        return calls.read((client, options) -> client.v1()
                        .events()
                        .list(params, options)
                        .getLastResponse()
                        .body())
                .map(json::readTree);
    }

    private static String last(JsonNode page) {
        JsonNode events = page.path("data");
        return events.path(events.size() - 1).path("id").asString();
    }
}
