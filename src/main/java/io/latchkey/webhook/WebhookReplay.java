package io.latchkey.webhook;

import io.latchkey.event.EventReplay;
import io.latchkey.event.EventReplay.Past;
import java.time.Instant;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Sends what happened in the past to a webhook again. */
@Component
class WebhookReplay {

    private final EventReplay events;

    WebhookReplay(EventReplay events) {
        this.events = events;
    }

    /** Says how many events that were; refuses when too many would wait. */
    Mono<Long> replay(Webhook webhook, Instant since, Instant until) {
        if (webhook.disabledAt() != null) {
            return Mono.error(WebhookProblem.WEBHOOK_DISABLED.problem());
        }
        Past past = new Past(webhook.site(), webhook.id(), webhook.types(), since, until);
        return events.size(past)
                .filter(size -> size <= EventReplay.MOST)
                .switchIfEmpty(Mono.error(WebhookProblem.REPLAY_TOO_LARGE::problem))
                .then(Mono.defer(() -> events.replay(past)));
    }
}
