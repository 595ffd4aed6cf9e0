package io.latchkey.subscription.change;

import io.latchkey.reader.session.ReaderSession;
import io.latchkey.shared.web.Input;
import io.latchkey.subscription.transition.SubscriptionBody;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A reader takes a break from their subscription, and ends that. */
@RestController
class PausingController {

    private final Pausing pausing;

    PausingController(Pausing pausing) {
        this.pausing = pausing;
    }

    @PostMapping("/v1/me/subscription/pause")
    Mono<SubscriptionBody> pause(ReaderSession session, @RequestBody(required = false) @Nullable PauseBody body) {
        return pausing.pause(session.reader(), body == null ? null : body.end()).map(SubscriptionBody::of);
    }

    @PostMapping("/v1/me/subscription/resume")
    Mono<SubscriptionBody> resume(ReaderSession session) {
        return pausing.resume(session.reader()).map(SubscriptionBody::of);
    }

    record PauseBody(@Nullable String until) {
        PauseBody {
            if (until != null) {
                Input.instant("until", until);
            }
        }

        @Nullable
        Instant end() {
            return until == null ? null : Input.instant("until", until);
        }
    }
}
