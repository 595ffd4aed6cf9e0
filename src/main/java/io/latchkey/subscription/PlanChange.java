package io.latchkey.subscription;

import io.latchkey.event.EventLog;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.reader.ReaderKey;
import io.latchkey.reader.ReaderLock;
import io.latchkey.site.Sites;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The reader's wish for another plan. It waits for the next renewal: the paid period is theirs as
 * they bought it, so nothing is refunded or charged in between.
 */
@Component
public class PlanChange {

    private final Subscriptions subscriptions;
    private final Sites sites;
    private final EventLog events;
    private final ReaderLock lock;

    PlanChange(Subscriptions subscriptions, Sites sites, EventLog events, ReaderLock lock) {
        this.subscriptions = subscriptions;
        this.sites = sites;
        this.events = events;
        this.lock = lock;
    }

    /**
     * Renews with this plan from the next period on; the present plan takes a former choice back.
     * Refuses with {@code no-subscription} or {@code not-possible-now}.
     */
    public Mono<Subscription> choose(ReaderKey reader, SubscriptionPlan plan) {
        return lock.transaction(
                reader,
                subscriptions
                        .latestLocked(reader)
                        .switchIfEmpty(Mono.error(SubscriptionProblem.NO_SUBSCRIPTION::problem))
                        .flatMap(current -> {
                            Subscription next = current.choosing(plan);
                            return next.equals(current) ? Mono.just(current) : saved(next);
                        }));
    }

    private Mono<Subscription> saved(Subscription next) {
        return sites.get(next.reader().site())
                .flatMap(site -> subscriptions.save(next, site.graceDays()))
                .then(tell(next))
                .thenReturn(next);
    }

    private Mono<Void> tell(Subscription subscription) {
        return events.append(
                subscription.reader().site(),
                subscription.reader().id(),
                "subscription.plan-chosen",
                Map.of(
                        "subscription", subscription.id(),
                        "plan", subscription.plan(),
                        "renewalPlan", subscription.renewalPlan()));
    }
}
