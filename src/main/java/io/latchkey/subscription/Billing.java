package io.latchkey.subscription;

import io.latchkey.event.EventLog;
import io.latchkey.metering.GrantSource;
import io.latchkey.metering.Grants;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Ids;
import io.latchkey.shared.Shield;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What payments and the passing of time do to subscriptions. Each call is one transaction, or joins
 * one.
 */
@Component
public class Billing {

    private final Subscriptions subscriptions;
    private final Plans plans;
    private final Grants grants;
    private final Sites sites;
    private final EventLog events;
    private final Shield shield;
    private final Clock clock;

    Billing(
            Subscriptions subscriptions,
            Plans plans,
            Grants grants,
            Sites sites,
            EventLog events,
            Shield shield,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.grants = grants;
        this.sites = sites;
        this.events = events;
        this.shield = shield;
        this.clock = clock;
    }

    /** Whether the reader has a subscription that is not over. */
    public Mono<Boolean> hasLive(ReaderKey reader) {
        return subscriptions
                .latest(reader)
                .map(latest -> latest.status().live())
                .defaultIfEmpty(false);
    }

    /** The reader's subscription, or the last one; refuses with {@code no-subscription}. */
    public Mono<Subscription> latest(ReaderKey reader) {
        return subscriptions
                .latest(reader)
                .switchIfEmpty(Mono.error(SubscriptionProblem.NO_SUBSCRIPTION::problem));
    }

    /** Refuses with {@code already-subscribed} when the reader has a live subscription. */
    public Mono<Void> requireNone(ReaderKey reader) {
        return hasLive(reader)
                .filter(has -> has)
                .flatMap(_ -> Mono.error(SubscriptionProblem.ALREADY_SUBSCRIBED.problem()));
    }

    /** Whether buying this plan would begin with its trial: once for each reader. */
    public Mono<Boolean> beginsWithTrial(ReaderKey reader, SubscriptionPlan plan) {
        return plan.trial() == null
                ? Mono.just(false)
                : subscriptions.hadTrial(reader).map(had -> !had);
    }

    /**
     * Begins a subscription and grants its first unlocks; refuses with {@code already-subscribed}.
     *
     * @param price of a period, as the reader saw it
     */
    public Mono<Subscription> begin(
            ReaderKey reader, SubscriptionPlan plan, Price price, boolean withTrial) {
        return shield.transaction(
                sites.get(reader.site())
                        .map(site ->
                                Subscription.begin(
                                        Ids.next(),
                                        reader,
                                        plan,
                                        price,
                                        withTrial,
                                        clock.now(),
                                        site.timeZone()))
                        .flatMap(begun -> added(begun, plan)));
    }

    /** The next period was paid. */
    public Mono<Subscription> renew(Subscription subscription) {
        return due(
                subscription,
                "subscription.renewed",
                (locked, site) ->
                        shield.transaction(
                                plans.get(locked.reader().site(), locked.renewalPlan())
                                        .cast(SubscriptionPlan.class)
                                        .flatMap(plan -> renewed(locked, plan, site))));
    }

    /** The next period was not paid. */
    public Mono<Subscription> fail(Subscription subscription) {
        return due(
                subscription,
                "subscription.payment-failed",
                (locked, site) -> saved(locked.failed(clock.now()), site));
    }

    /** The paid time or the grace is over. */
    public Mono<Subscription> end(Subscription subscription) {
        return due(
                subscription,
                "subscription.expired",
                (locked, site) -> saved(locked.ended(clock.now()), site));
    }

    /** A pause is over. */
    public Mono<Subscription> resume(Subscription subscription) {
        return due(
                subscription,
                "subscription.resumed",
                (locked, site) -> {
                    Subscription resumed = locked.resumed(clock.now());
                    return saved(resumed, site).then(prolongGrant(resumed)).thenReturn(resumed);
                });
    }

    /** The unlocks of a period last as long as it does, also when it ends later than planned. */
    Mono<Void> prolongGrant(Subscription period) {
        return grants.moveEnd(
                period.reader(),
                grantOrigin(period.id()) + period.periodNumber(),
                period.paidUntil());
    }

    private Mono<Subscription> added(Subscription begun, SubscriptionPlan plan) {
        return sites.get(begun.reader().site())
                .flatMap(site -> subscriptions.add(begun, site.graceDays()))
                .then(grantFor(begun, plan))
                .then(tell(begun, "subscription.started"))
                .thenReturn(begun);
    }

    private Mono<Subscription> renewed(Subscription locked, SubscriptionPlan plan, Site site) {
        Subscription renewed = locked.renewed(site.timeZone());
        return saved(renewed, site).then(grantFor(renewed, plan)).thenReturn(renewed);
    }

    /** A period's unlocks, once, and no longer than the period. */
    private Mono<Void> grantFor(Subscription period, SubscriptionPlan plan) {
        return plan.unlocksPerPeriod() == 0
                ? Mono.empty()
                : grants.giveOnce(
                        period.reader(),
                        GrantSource.PLAN,
                        plan.unlocksPerPeriod(),
                        period.paidUntil(),
                        grantOrigin(period.id()) + period.periodNumber());
    }

    /** What the origins of all grants of one subscription begin with. */
    static String grantOrigin(UUID subscription) {
        return "subscription:" + subscription + ":";
    }

    /**
     * Locks the subscription and does what is due, unless another replica has it or the moment has
     * passed: then the answer is empty.
     */
    private Mono<Subscription> due(Subscription seen, String event, Step step) {
        return shield.transaction(
                subscriptions
                        .lockedUnlessTaken(seen.reader(), seen.id())
                        .zipWith(sites.get(seen.reader().site()))
                        .filter(both -> stillDue(both.getT1(), both.getT2(), seen))
                        .flatMap(both -> step.next(both.getT1(), both.getT2()))
                        .flatMap(next -> tell(next, event).thenReturn(next)));
    }

    private boolean stillDue(Subscription locked, Site site, Subscription seen) {
        Instant now = clock.now();
        return locked.status() == seen.status()
                && locked.dueNow(now, site.graceDays()) != Subscription.Due.NOTHING;
    }

    private Mono<Subscription> saved(Subscription next, Site site) {
        return subscriptions.save(next, site.graceDays()).thenReturn(next);
    }

    private Mono<Void> tell(Subscription subscription, String event) {
        return events.append(
                subscription.reader().site(),
                subscription.reader().id(),
                event,
                Map.of(
                        "subscription", subscription.id(),
                        "plan", subscription.plan(),
                        "status", subscription.status(),
                        "paidUntil", subscription.paidUntil()));
    }

    @FunctionalInterface
    private interface Step {
        Mono<Subscription> next(Subscription locked, Site site);
    }
}
