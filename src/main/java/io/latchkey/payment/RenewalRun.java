package io.latchkey.payment;

import io.latchkey.payment.provider.ProviderException;
import io.latchkey.shared.Clock;
import io.latchkey.site.Sites;
import io.latchkey.subscription.Billing;
import io.latchkey.subscription.Subscription;
import io.latchkey.subscription.SubscriptionStatus;
import io.latchkey.subscription.Subscriptions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Instant;

/**
 * Does what is due with subscriptions: renews those that cost nothing, looks for the payment of the
 * others, ends, resumes. Replicas share the work: each takes what no other has locked.
 */
@Component
public class RenewalRun {

    private static final Logger LOG = LoggerFactory.getLogger(RenewalRun.class);
    private static final int MOST_AT_ONCE = 200;

    private final Subscriptions subscriptions;
    private final Billing billing;
    private final BilledSubscriptions ties;
    private final Synchronisation synchronisation;
    private final Sites sites;
    private final Clock clock;

    RenewalRun(
            Subscriptions subscriptions,
            Billing billing,
            BilledSubscriptions ties,
            Synchronisation synchronisation,
            Sites sites,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.billing = billing;
        this.ties = ties;
        this.synchronisation = synchronisation;
        this.sites = sites;
        this.clock = clock;
    }

    /** One round over what is due now; says how many subscriptions changed. */
    @Scheduled(fixedDelay = 10_000)
    public Mono<Long> run() {
        // Spring calls this once and subscribes each time: what is due is asked each time.
        return Flux.defer(() -> subscriptions.due(clock.now(), MOST_AT_ONCE))
                .concatMap(this::settled)
                .count();
    }

    /** One that cannot be settled now is tried again in the next round; the others go on. */
    private Mono<Subscription> settled(Subscription due) {
        return sites.get(due.reader().site())
                .flatMap(site -> settle(due, site.graceDays()))
                .onErrorResume(error -> {
                    LOG.warn("subscription {} not settled: {}", due.id(), error.toString());
                    return Mono.empty();
                });
    }

    private Mono<Subscription> settle(Subscription due, int graceDays) {
        return switch (due.dueNow(clock.now(), graceDays)) {
            case NOTHING -> Mono.empty();
            case END -> billing.end(due);
            case RESUMPTION -> billing.resume(due);
            case PAYMENT -> due.billed() ? look(due, graceDays) : billing.renew(due);
        };
    }

    /**
     * The provider bills by itself and tells of it; at the due moment nothing is left to chance: we
     * look. What has not come in an hour counts as not paid, and is looked for all the same.
     */
    private Mono<Subscription> look(Subscription due, int graceDays) {
        return ties.of(due.reader(), due.id())
                .flatMap(tie -> synchronisation.subscription(tie.ref(), null))
                .onErrorResume(
                        ProviderException.class,
                        error -> {
                            LOG.warn("subscription {} not looked at: {}", due.id(), error.reason());
                            return Mono.empty();
                        })
                .then(Mono.defer(() -> subscriptions.get(due.reader(), due.id())))
                .flatMap(after -> afterLook(after, graceDays));
    }

    private Mono<Subscription> afterLook(Subscription after, int graceDays) {
        Instant now = clock.now();
        if (after.dueNow(now, graceDays) != Subscription.Due.PAYMENT) {
            return Mono.just(after);
        }
        boolean soon = now.isBefore(after.paidUntil().plus(Subscription.RENEWAL_SLACK));
        return soon || after.status() == SubscriptionStatus.PAST_DUE
                ? billing.lookedInVain(after)
                : billing.fail(after);
    }
}
