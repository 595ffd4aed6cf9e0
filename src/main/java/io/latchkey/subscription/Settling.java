package io.latchkey.subscription;

import io.latchkey.event.EventLog;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.Plans;
import io.latchkey.reader.ReaderKey;
import io.latchkey.reader.ReaderLock;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Ids;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import io.latchkey.subscription.Settlement.Fact;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Brings a subscription into line with what its provider says of it. */
@Component
public class Settling {

    private final Subscriptions subscriptions;
    private final Cancellation cancellation;
    private final PeriodGrants grants;
    private final WaitingGifts waiting;
    private final ReaderNotices notices;
    private final Plans plans;
    private final Sites sites;
    private final EventLog events;
    private final ReaderLock lock;
    private final Clock clock;

    Settling(
            Subscriptions subscriptions,
            Cancellation cancellation,
            PeriodGrants grants,
            WaitingGifts waiting,
            ReaderNotices notices,
            Plans plans,
            Sites sites,
            EventLog events,
            ReaderLock lock,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.cancellation = cancellation;
        this.grants = grants;
        this.waiting = waiting;
        this.notices = notices;
        this.plans = plans;
        this.sites = sites;
        this.events = events;
        this.lock = lock;
        this.clock = clock;
    }

    /**
     * Settles a subscription; joins the transaction that is under way.
     *
     * @param wishesWait whether the reader wished something that the provider does not know yet
     */
    public Mono<Subscription> settle(ReaderKey reader, UUID id, BillingState there, boolean wishesWait) {
        return lock.transaction(
                reader,
                subscriptions
                        .locked(reader, id)
                        .zipWith(sites.get(reader.site()))
                        .flatMap(both -> {
                            Subscription here = both.getT1();
                            Settlement settlement = Settlement.of(here, there, wishesWait, clock.now(), Ids.next());
                            return settlement.next().equals(here)
                                    ? Mono.just(here)
                                    : settled(here, settlement, both.getT2());
                        }));
    }

    private Mono<Subscription> settled(Subscription here, Settlement settlement, Site site) {
        Subscription next = settlement.next();
        boolean renewed = settlement.facts().contains(Fact.RENEWED);
        // Before another period's are given, which have their end already.
        Mono<Void> formerGrants =
                settlement.facts().contains(Fact.CANCELED_THERE) ? cancellation.settleGrants(here, next) : Mono.empty();
        return subscriptions
                .save(next, site.graceDays())
                .then(formerGrants)
                .thenMany(Flux.fromIterable(settlement.facts()))
                .concatMap(fact -> follow(fact, here, next, site, renewed).then(tell(fact, next)))
                .then(waiting.goOn(next))
                .thenReturn(next);
    }

    private Mono<Void> follow(Fact fact, Subscription here, Subscription next, Site site, boolean renewed) {
        return switch (fact) {
            case RENEWED ->
                planOf(next).flatMap(plan -> grants.give(next, begins(here, next), plan.unlocksPerPeriod()));
            case PLAN_CHANGED -> renewed ? Mono.empty() : raise(here, next);
            case CANCELED_THERE -> cancellation.canceledThere(next);
            case PAYMENT_FAILED -> notices.paymentFailed(next, site);
            case RECOVERED -> Mono.empty();
        };
    }

    /** A period that was billed in a pause waits behind the one that the pause holds back. */
    static Instant begins(Subscription here, Subscription next) {
        return Settlement.timeWaits(next) ? here.paidUntil() : next.periodStart();
    }

    private Mono<Void> raise(Subscription here, Subscription next) {
        return Mono.zip(planOf(here), planOf(next))
                .flatMap(plans -> grants.raise(
                        next, plans.getT1().unlocksPerPeriod(), plans.getT2().unlocksPerPeriod(), clock.now()));
    }

    private Mono<SubscriptionPlan> planOf(Subscription subscription) {
        return plans.get(subscription.reader().site(), subscription.plan()).cast(SubscriptionPlan.class);
    }

    private Mono<Void> tell(Fact fact, Subscription next) {
        Map<String, Object> data = SubscriptionFacts.of(next);
        if (fact == Fact.PAYMENT_FAILED && next.retryAt() != null) {
            data.put("retryAt", next.retryAt());
        }
        return events.append(next.reader().site(), next.reader().id(), fact.event(), data);
    }
}
