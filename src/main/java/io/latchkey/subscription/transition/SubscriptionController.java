package io.latchkey.subscription.transition;

import io.latchkey.reader.session.ReaderSession;
import io.latchkey.subscription.state.SubscriptionProblem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A reader looks at their subscription. */
@RestController
class SubscriptionController {

    private final Subscriptions subscriptions;

    SubscriptionController(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @GetMapping("/v1/me/subscription")
    Mono<SubscriptionBody> read(ReaderSession session) {
        return subscriptions
                .latest(session.reader())
                .map(SubscriptionBody::of)
                .switchIfEmpty(Mono.error(SubscriptionProblem.NO_SUBSCRIPTION::problem));
    }
}
