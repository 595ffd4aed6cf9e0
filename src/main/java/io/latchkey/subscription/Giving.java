package io.latchkey.subscription;

import io.latchkey.event.EventLog;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.reader.ReaderKey;
import io.latchkey.reader.ReaderLock;
import io.latchkey.shared.Clock;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import io.latchkey.subscription.Subscription.Source;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A site lets a reader have a plan without paying: for as long as it likes, or as a gift. */
@Component
class Giving {

    private final Subscriptions subscriptions;
    private final Billing billing;
    private final PeriodGrants grants;
    private final WaitingGifts waiting;
    private final Plans plans;
    private final Sites sites;
    private final EventLog events;
    private final ReaderLock lock;
    private final Clock clock;

    Giving(
            Subscriptions subscriptions,
            Billing billing,
            PeriodGrants grants,
            WaitingGifts waiting,
            Plans plans,
            Sites sites,
            EventLog events,
            ReaderLock lock,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.billing = billing;
        this.grants = grants;
        this.waiting = waiting;
        this.plans = plans;
        this.sites = sites;
        this.events = events;
        this.lock = lock;
        this.clock = clock;
    }

    /**
     * Gives a plan; refuses with {@code already-subscribed} when the reader has one.
     *
     * @param periods after which it ends without renewal; null for no end
     */
    Mono<Subscription> give(ReaderKey reader, PlanId id, Source source, @Nullable Integer periods) {
        return lock.transaction(
                reader,
                billing.requireNone(reader)
                        .then(Mono.zip(plans.get(reader.site(), id), sites.get(reader.site())))
                        .flatMap(both -> both.getT1() instanceof SubscriptionPlan plan
                                ? billing.begin(
                                        reader,
                                        plan,
                                        source,
                                        periods == null ? null : end(plan, periods, both.getT2()),
                                        false)
                                : Mono.error(SubscriptionProblem.PACKS_ARE_GRANTED.problem())));
    }

    private Instant end(SubscriptionPlan plan, int periods, Site site) {
        return new BillingPeriods(clock.now(), plan.period(), site.timeZone()).boundary(periods);
    }

    /** Ends at once what was given; what the reader paid for is not the site's to end. */
    Mono<Subscription> takeBack(ReaderKey reader) {
        return lock.transaction(
                reader,
                subscriptions
                        .latestLocked(reader)
                        .filter(latest -> latest.status().live())
                        .switchIfEmpty(Mono.error(SubscriptionProblem.NO_SUBSCRIPTION::problem))
                        .zipWith(sites.get(reader.site()))
                        .flatMap(both ->
                                given(both.getT1()) ? ended(both.getT1(), both.getT2()) : dropped(both.getT1())));
    }

    /** Takes back what waits behind what the reader pays for, which stays. */
    private Mono<Subscription> dropped(Subscription bought) {
        return waiting.drop(bought.reader())
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(SubscriptionProblem.NOT_GIVEN::problem))
                .thenReturn(bought);
    }

    private Mono<Subscription> ended(Subscription given, Site site) {
        Instant now = clock.now();
        Subscription ended = given.ended(now);
        return subscriptions
                .save(ended, site.graceDays())
                .then(grants.end(ended, now))
                .then(events.append(
                        ended.reader().site(),
                        ended.reader().id(),
                        "subscription.taken-back",
                        Map.of("subscription", ended.id(), "plan", ended.plan())))
                .thenReturn(ended);
    }

    private static boolean given(Subscription subscription) {
        return subscription.source() == Source.COMP || subscription.source() == Source.GIFT;
    }
}
