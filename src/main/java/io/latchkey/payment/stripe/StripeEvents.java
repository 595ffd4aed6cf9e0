package io.latchkey.payment.stripe;

import io.latchkey.payment.provider.IncomingEvent;
import io.latchkey.payment.provider.IncomingEvent.NotOurs;
import io.latchkey.payment.stripe.state.StripeNews;
import io.latchkey.shared.web.LatchkeySettings;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Stripe calls us with: proved by its signature over the raw bytes before anything is parsed,
 * then reduced to what it is about.
 */
@Component
@WhenStripe
class StripeEvents {

    private final StripeSignature signature;
    private final URI issuer;
    private final JsonMapper json;

    StripeEvents(StripeSettings stripe, LatchkeySettings settings, JsonMapper json) {
        this.signature = new StripeSignature(stripe.webhookSecrets());
        this.issuer = settings.issuer();
        this.json = json;
    }

    /** What the event is about; refuses what Stripe did not sign with one of the secrets lately. */
    IncomingEvent verified(@Nullable String header, byte[] body, Instant now) {
        signature.verify(header, body, now);
        try {
            return StripeNews.about(json.readTree(body), issuer);
        } catch (JacksonException notJson) {
            return new NotOurs("", "not JSON");
        }
    }
}
