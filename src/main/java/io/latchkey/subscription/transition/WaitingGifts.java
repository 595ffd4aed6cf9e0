package io.latchkey.subscription.transition;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.Subscription.Source;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Gifts whose readers bought something before the gift was over: they wait, and go on when what was
 * bought is over. Each call joins the transaction that is under way.
 */
@Component
public class WaitingGifts {

    private static final Duration REPEATED_WITHIN = Duration.ofHours(1);

    private final Subscriptions subscriptions;

    WaitingGifts(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** Keeps what is left of one that made way. */
    Mono<Void> keep(Subscription replaced) {
        return replaced.leaves() ? subscriptions.letWait(replaced, true) : Mono.empty();
    }

    /**
     * Which one somebody means who ends the latest: a call that is repeated means the one that it
     * ended before, and not the gift that went on then.
     */
    public Mono<Subscription> meant(Subscription latest, Instant now) {
        return justBegun(latest, now)
                ? subscriptions
                        .before(latest)
                        .filter(before -> beganBy(latest, before))
                        .defaultIfEmpty(latest)
                : Mono.just(latest);
    }

    static boolean justBegun(Subscription latest, Instant now) {
        return latest.source() == Source.GIFT
                && latest.status().live()
                && now.isBefore(latest.createdAt().plus(REPEATED_WITHIN));
    }

    /** Whether the call that ended the one before is what let this one go on. */
    static boolean beganBy(Subscription gift, Subscription before) {
        return before.source() != Source.GIFT
                && before.endedByCancellation()
                && gift.createdAt().equals(before.endedAt());
    }

    /** Forgets what waits; false when nothing does. */
    public Mono<Boolean> drop(ReaderKey reader) {
        return subscriptions
                .waiting(reader)
                .flatMap(gift -> subscriptions.letWait(gift, false).thenReturn(true))
                .defaultIfEmpty(false);
    }
}
