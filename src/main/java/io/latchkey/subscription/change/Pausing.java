package io.latchkey.subscription.change;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.Input;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionFact;
import io.latchkey.subscription.state.Transition;
import io.latchkey.subscription.transition.Transitions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The reader's break: access and billing stop together, and the paid time that is left waits. */
@Component
public class Pausing {

    private final Transitions transitions;
    private final Clock clock;

    Pausing(Transitions transitions, Clock clock) {
        this.transitions = transitions;
        this.clock = clock;
    }

    /**
     * Begins a break.
     *
     * @param until when it ends by itself; null when it does not
     */
    public Mono<Subscription> pause(ReaderKey reader, @Nullable Instant until) {
        if (until != null && !until.isAfter(clock.now())) {
            return Mono.error(Input.refused("until", "must lie in the future"));
        }
        return transitions.step(
                reader, (current, _) -> Transition.to(current.paused(clock.now(), until), SubscriptionFact.PAUSED));
    }

    /** Ends the break. */
    public Mono<Subscription> resume(ReaderKey reader) {
        return transitions.step(
                reader, (current, _) -> Transition.to(current.resumed(clock.now()), SubscriptionFact.RESUMED));
    }
}
