package io.latchkey.subscription;

import io.latchkey.event.EventLog;
import io.latchkey.reader.ReaderKey;
import io.latchkey.reader.ReaderLock;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Input;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import java.time.Instant;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The reader's break: access and billing stop together, and the paid time that is left waits. */
@Component
public class Pausing {

    private final Subscriptions subscriptions;
    private final Sites sites;
    private final PeriodGrants grants;
    private final EventLog events;
    private final ReaderLock lock;
    private final Clock clock;

    Pausing(
            Subscriptions subscriptions,
            Sites sites,
            PeriodGrants grants,
            EventLog events,
            ReaderLock lock,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.sites = sites;
        this.grants = grants;
        this.events = events;
        this.lock = lock;
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
        return changed(
                reader,
                "subscription.paused",
                (current, _) -> current.paused(clock.now(), until),
                (_, _) -> Mono.empty());
    }

    /** Ends the break. */
    public Mono<Subscription> resume(ReaderKey reader) {
        Instant now = clock.now();
        return changed(
                reader,
                "subscription.resumed",
                (current, _) -> current.resumed(now),
                (before, resumed) -> grants.prolong(resumed, before.pausedAt(), now));
    }

    private Mono<Subscription> changed(
            ReaderKey reader,
            String event,
            BiFunction<Subscription, Site, Subscription> change,
            BiFunction<Subscription, Subscription, Mono<Void>> then) {
        return lock.transaction(
                reader,
                subscriptions
                        .latestLocked(reader)
                        .switchIfEmpty(Mono.error(SubscriptionProblem.NO_SUBSCRIPTION::problem))
                        .zipWith(sites.get(reader.site()))
                        .flatMap(both -> {
                            Subscription next = change.apply(both.getT1(), both.getT2());
                            return subscriptions
                                    .save(next, both.getT2().graceDays())
                                    .then(then.apply(both.getT1(), next))
                                    .then(tell(next, event))
                                    .thenReturn(next);
                        }));
    }

    private Mono<Void> tell(Subscription subscription, String event) {
        return events.append(
                subscription.reader().site(), subscription.reader().id(), event, SubscriptionFacts.of(subscription));
    }
}
