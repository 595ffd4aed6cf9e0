package io.latchkey.payment;

import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Shield;
import io.latchkey.site.Sites;
import io.latchkey.subscription.Billing;
import io.latchkey.subscription.Subscription;
import io.latchkey.subscription.Subscriptions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Optional;

/**
 * Does what is due with subscriptions: renews, ends, resumes. Replicas share the work: each takes
 * what no other has locked.
 */
@Component
public class RenewalRun {

    private static final Logger LOG = LoggerFactory.getLogger(RenewalRun.class);
    private static final int MOST_AT_ONCE = 200;

    private final Subscriptions subscriptions;
    private final Billing billing;
    private final Payments payments;
    private final Sites sites;
    private final Optional<ChargingProvider> provider;
    private final Shield shield;
    private final Clock clock;

    RenewalRun(
            Subscriptions subscriptions,
            Billing billing,
            Payments payments,
            Sites sites,
            Optional<ChargingProvider> provider,
            Shield shield,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.billing = billing;
        this.payments = payments;
        this.sites = sites;
        this.provider = provider;
        this.shield = shield;
        this.clock = clock;
    }

    /** One round over what is due now; says how many subscriptions changed. */
    @Scheduled(fixedDelay = 10_000)
    public Mono<Long> run() {
        return subscriptions.due(clock.now(), MOST_AT_ONCE).concatMap(this::settled).count();
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
            case PAYMENT -> shield.transaction(charge(due));
        };
    }

    /**
     * Without a provider nothing is paid: the subscription goes past due and runs out in its grace.
     */
    private Mono<Subscription> charge(Subscription due) {
        return answer(due)
                .flatMap(charge ->
                        switch (charge) {
                            case PAID -> billing.renew(due).flatMap(this::recorded);
                            case DECLINED -> billing.fail(due);
                            case REPORTED_LATER -> Mono.empty();
                        });
    }

    private Mono<ChargingProvider.Charge> answer(Subscription due) {
        return due.renewalPrice().free()
                ? Mono.just(ChargingProvider.Charge.PAID)
                : Mono.justOrEmpty(provider)
                        .flatMap(present -> present.charge(due))
                        .defaultIfEmpty(ChargingProvider.Charge.DECLINED);
    }

    private Mono<Subscription> recorded(Subscription renewed) {
        ReaderKey reader = renewed.reader();
        String reason = "subscription:" + renewed.id() + ":" + renewed.periodNumber();
        return payments.record(reader, reason, renewed.price()).thenReturn(renewed);
    }
}
