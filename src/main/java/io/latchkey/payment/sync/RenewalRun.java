package io.latchkey.payment.sync;

import io.latchkey.payment.money.BilledSubscriptions;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.DueWork;
import io.latchkey.site.Sites;
import io.latchkey.subscription.renewal.Renewing;
import io.latchkey.subscription.state.Deadlines;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionStatus;
import io.latchkey.subscription.transition.Leniency;
import io.latchkey.subscription.transition.Subscriptions;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Does what is due with subscriptions: renews those that cost nothing, looks for the payment of the
 * others, ends, resumes. Replicas share the work: each takes what no other has locked.
 */
@Component
@Order(1)
public class RenewalRun implements DueWork {

    private static final Logger LOG = LoggerFactory.getLogger(RenewalRun.class);
    private static final int MOST_AT_ONCE = 200;

    private final Subscriptions subscriptions;
    private final Renewing renewing;
    private final BilledSubscriptions ties;
    private final Synchronisation synchronisation;
    private final Sites sites;
    private final Leniency leniency;
    private final Clock clock;

    RenewalRun(
            Subscriptions subscriptions,
            Renewing renewing,
            BilledSubscriptions ties,
            Synchronisation synchronisation,
            Sites sites,
            Leniency leniency,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.renewing = renewing;
        this.ties = ties;
        this.synchronisation = synchronisation;
        this.sites = sites;
        this.leniency = leniency;
        this.clock = clock;
    }

    /** One round over what is due now; says how many subscriptions changed. */
    @Override
    @Scheduled(fixedDelay = 10_000)
    public Mono<Long> run() {
        // Spring calls this once and subscribes each time: what is due is asked each time.
        return Flux.defer(() -> subscriptions.due(clock.now(), MOST_AT_ONCE))
                .concatMap(this::tried)
                .count();
    }

    @Override
    public Mono<Instant> nextDue(Instant by) {
        return subscriptions.nextDue(by);
    }

    /** One that cannot be carried on now is tried again in the next round; the others go on. */
    private Mono<Subscription> tried(Subscription due) {
        return sites.get(due.reader().site())
                .flatMap(site -> carryOn(due, leniency.at(site)))
                .onErrorResume(error -> {
                    LOG.warn("subscription {} not carried on: {}", due.id(), error.toString());
                    return Mono.empty();
                });
    }

    private Mono<Subscription> carryOn(Subscription due, Deadlines deadlines) {
        return switch (deadlines.dueNow(due, clock.now())) {
            case NOTHING -> Mono.empty();
            case END -> mayBePaid(due) ? look(due, deadlines) : renewing.end(due);
            case RESUMPTION -> renewing.resume(due);
            case PAYMENT -> due.billed() ? look(due, deadlines) : renewing.renew(due);
        };
    }

    /** Days of grace may have been paid for without our knowing. */
    private static boolean mayBePaid(Subscription due) {
        return due.status() == SubscriptionStatus.PAST_DUE && due.billed() && !due.endedThere();
    }

    /**
     * The provider bills by itself and tells of it; at the due moment nothing is left to chance: we
     * look. Only its word that a payment failed, or that it ended, fails or ends anything here.
     */
    private Mono<Subscription> look(Subscription due, Deadlines deadlines) {
        return ties.of(due.reader(), due.id())
                .flatMap(tie -> synchronisation.heard(tie.ref()))
                .defaultIfEmpty(false)
                .onErrorResume(ProviderException.class, error -> {
                    LOG.warn("subscription {} not looked at: {}", due.id(), error.reason());
                    return Mono.just(false);
                })
                .flatMap(heard ->
                        subscriptions.get(due.reader(), due.id()).flatMap(after -> afterLook(after, heard, deadlines)));
    }

    private Mono<Subscription> afterLook(Subscription after, boolean heard, Deadlines deadlines) {
        Instant now = clock.now();
        return switch (deadlines.dueNow(after, now)) {
            case NOTHING, RESUMPTION -> Mono.just(after);
            case END -> mayBePaid(after) && !heard ? renewing.lookedInVain(after) : renewing.end(after);
            case PAYMENT ->
                after.status() != SubscriptionStatus.PAST_DUE && deadlines.silentTooLong(after, now)
                        ? renewing.overdue(after)
                        : renewing.lookedInVain(after);
        };
    }
}
