package io.latchkey.event;

import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Consumers that come and go while the service runs: the webhooks of sites. */
public interface Subscribers {

    /** Names their queues: this, a colon, and the subscriber's id. */
    String KIND = "webhook";

    /** The queues of one of them. */
    static String queue(UUID subscriber) {
        return KIND + ":" + subscriber;
    }

    /**
     * Carries an event to one of them. Completes when it was taken, and when it is not to be
     * offered again: nobody is there any more, or it was tried for long enough. An error means:
     * later.
     *
     * @param failingSince when this event failed first; the time of this try if it has not
     */
    Mono<Void> receive(UUID subscriber, Event event, Instant failingSince);
}
