package io.latchkey.subscription;

import io.latchkey.event.EventLog;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import io.latchkey.reader.ReaderLock;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Ids;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import io.latchkey.subscription.Subscription.Source;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What payments and the passing of time do to subscriptions. Each call is one transaction, or joins
 * one.
 */
@Component
public class Billing {

    private final Subscriptions subscriptions;
    private final Plans plans;
    private final PeriodGrants grants;
    private final WaitingGifts waiting;
    private final ReaderNotices notices;
    private final Sites sites;
    private final EventLog events;
    private final Leniency leniency;
    private final ReaderLock lock;
    private final Clock clock;

    Billing(
            Subscriptions subscriptions,
            Plans plans,
            PeriodGrants grants,
            WaitingGifts waiting,
            ReaderNotices notices,
            Sites sites,
            EventLog events,
            Leniency leniency,
            ReaderLock lock,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.grants = grants;
        this.waiting = waiting;
        this.notices = notices;
        this.sites = sites;
        this.events = events;
        this.leniency = leniency;
        this.lock = lock;
        this.clock = clock;
    }

    /** Whether the reader has a subscription that stands in the way of buying one. */
    public Mono<Boolean> hasBought(ReaderKey reader) {
        return subscriptions
                .latest(reader)
                .map(latest -> latest.status().live() && !latest.makesWay())
                .defaultIfEmpty(false);
    }

    /** How the reader would come to this plan now. */
    public Mono<PlanPath> pathTo(ReaderKey reader, SubscriptionPlan plan) {
        return subscriptions
                .latest(reader)
                .map(latest -> Running.of(latest).pathTo(plan))
                .defaultIfEmpty(PlanPath.BUYING);
    }

    /** The reader's subscription, or the last one; refuses with {@code no-subscription}. */
    public Mono<Subscription> latest(ReaderKey reader) {
        return subscriptions.latest(reader).switchIfEmpty(Mono.error(SubscriptionProblem.NO_SUBSCRIPTION::problem));
    }

    /** As {@link #latest}; empty when there was none. */
    public Mono<Subscription> latestIfAny(ReaderKey reader) {
        return subscriptions.latest(reader);
    }

    /**
     * Refuses with {@code already-subscribed} when the reader pays for a subscription already. One
     * that costs nothing makes way for one that does.
     */
    public Mono<Void> requireNoneBought(ReaderKey reader) {
        return hasBought(reader)
                .filter(has -> has)
                .flatMap(_ -> Mono.error(SubscriptionProblem.ALREADY_SUBSCRIBED.problem()));
    }

    /** Refuses with {@code already-subscribed} when the reader has a live subscription. */
    public Mono<Void> requireNone(ReaderKey reader) {
        return subscriptions
                .latest(reader)
                .filter(latest -> latest.status().live() && !latest.givenUp())
                .flatMap(_ -> Mono.error(SubscriptionProblem.ALREADY_SUBSCRIBED.problem()));
    }

    /** Refuses with {@code already-subscribed} a plan that the reader comes to otherwise. */
    public Mono<Void> requireBuying(ReaderKey reader, SubscriptionPlan plan) {
        return pathTo(reader, plan)
                .filter(path -> path != PlanPath.BUYING)
                .flatMap(_ -> Mono.error(SubscriptionProblem.ALREADY_SUBSCRIBED.problem()));
    }

    /** Whether the reader ever had a trial at this site. */
    public Mono<Boolean> hadTrial(ReaderKey reader) {
        return subscriptions.hadTrial(reader);
    }

    /** Whether buying this plan would begin with its trial: once for each reader. */
    public Mono<Boolean> beginsWithTrial(ReaderKey reader, SubscriptionPlan plan) {
        return plan.trial() == null
                ? Mono.just(false)
                : subscriptions.hadTrial(reader).map(had -> !had);
    }

    /**
     * Begins a subscription that nobody bills, and grants its first unlocks; refuses with {@code
     * already-subscribed}.
     *
     * @param givenUntil when it ends without renewal; null when it does not
     */
    public Mono<Subscription> begin(
            ReaderKey reader, SubscriptionPlan plan, Source source, @Nullable Instant givenUntil, boolean withTrial) {
        return lock.transaction(
                reader,
                makeWay(reader, Subscription::givenUp)
                        .then(sites.get(reader.site()))
                        .map(site -> Subscription.begin(
                                Ids.next(),
                                reader,
                                plan,
                                source,
                                givenUntil,
                                new Price(0L, plan.price().currency()),
                                withTrial,
                                clock.now(),
                                site.timeZone()))
                        .flatMap(begun -> source == Source.FREE
                                ? takenUp(begun).switchIfEmpty(Mono.defer(() -> added(begun, plan.unlocksPerPeriod())))
                                : added(begun, plan.unlocksPerPeriod())));
    }

    /**
     * Begins a subscription as the provider bills it. One that costs nothing makes way for it;
     * refuses with {@code already-subscribed} when there is one that was bought.
     *
     * @param sold what its buyer was offered
     * @param paid whether something was paid since a trial
     */
    public Mono<Subscription> begin(ReaderKey reader, BillingState there, Sold sold, boolean paid) {
        return lock.transaction(
                reader,
                makeWay(reader, Subscription::makesWay)
                        .then(plans.get(reader.site(), there.plan()))
                        .cast(SubscriptionPlan.class)
                        .flatMap(plan -> added(
                                Subscription.begun(Ids.next(), reader, there, sold.withTrial(), paid, clock.now())
                                        .opening(sold.tiers(), plan),
                                sold.unlocks())));
    }

    private Mono<Void> makeWay(ReaderKey reader, Predicate<Subscription> which) {
        return subscriptions
                .latestLocked(reader)
                .filter(latest -> latest.status().live())
                .filter(which)
                .zipWith(sites.get(reader.site()))
                .flatMap(both -> {
                    Subscription replaced = both.getT1().replaced(clock.now());
                    return saved(replaced, both.getT2())
                            .then(grants.end(replaced, clock.now()))
                            .then(waiting.keep(replaced))
                            .then(tell(replaced, "subscription.replaced"));
                });
    }

    /** Nobody bills it: the next period begins. */
    public Mono<Subscription> renew(Subscription subscription) {
        return due(
                subscription,
                "subscription.renewed",
                (locked, site) -> lock.transaction(
                        locked.reader(),
                        plans.get(locked.reader().site(), locked.renewalPlan())
                                .cast(SubscriptionPlan.class)
                                .flatMap(plan -> renewed(locked, plan, site))));
    }

    /** The provider said nothing of a payment that is due; looked for again in a while. */
    public Mono<Subscription> lookedInVain(Subscription subscription) {
        return lock.transactionIfFree(
                subscription.reader(),
                sites.get(subscription.reader().site())
                        .zipWith(subscriptions.locked(subscription.reader(), subscription.id()))
                        .filter(both -> stillDue(both.getT2(), both.getT1(), subscription))
                        .flatMap(both -> lookedInVain(both.getT2(), both.getT1())));
    }

    private Mono<Subscription> lookedInVain(Subscription locked, Site site) {
        Instant again = leniency.at(site).nextLook(locked, clock.now());
        return saved(locked.lookedInVain(again), site);
    }

    /**
     * The provider has said nothing of the next period for longer than is waited. Not the reader's
     * fault, so no letter says that a payment failed.
     */
    public Mono<Subscription> overdue(Subscription subscription) {
        return due(
                subscription,
                "subscription.overdue",
                (locked, site) -> saved(locked.overdue(leniency.at(site).nextLook(locked, clock.now())), site));
    }

    /** The paid time or the grace is over. */
    public Mono<Subscription> end(Subscription subscription) {
        return due(
                subscription,
                "subscription.expired",
                (locked, site) -> saved(locked.ended(clock.now()), site)
                        .flatMap(ended -> notices.ended(ended).thenReturn(ended)));
    }

    /** A pause is over. */
    public Mono<Subscription> resume(Subscription subscription) {
        return due(subscription, "subscription.resumed", (locked, site) -> {
            Subscription resumed = locked.resumed(clock.now());
            return saved(resumed, site)
                    .then(grants.prolong(resumed, locked.pausedAt(), clock.now()))
                    .thenReturn(resumed);
        });
    }

    /** Who ended a free plan before its period was over goes on with that: it comes once. */
    private Mono<Subscription> takenUp(Subscription begun) {
        return subscriptions
                .endedEarly(begun.reader(), begun.plan(), clock.now())
                .flatMap(former -> {
                    Subscription again = begun.takingUp(former);
                    return added(again, 0).then(grants.handOver(former, again)).thenReturn(again);
                });
    }

    private Mono<Subscription> added(Subscription begun, int unlocks) {
        return sites.get(begun.reader().site())
                .flatMap(site -> subscriptions.add(begun, site.graceDays()))
                .then(grants.give(begun, begun.periodStart(), unlocks))
                .then(tell(begun, "subscription.started"))
                .thenReturn(begun);
    }

    private Mono<Subscription> renewed(Subscription locked, SubscriptionPlan plan, Site site) {
        Subscription renewed = locked.renewed(site.timeZone());
        return saved(renewed, site)
                .then(grants.give(renewed, renewed.periodStart(), plan.unlocksPerPeriod()))
                .thenReturn(renewed);
    }

    /**
     * Locks the subscription and does what is due, unless another replica has it or the moment has
     * passed: then the answer is empty.
     */
    private Mono<Subscription> due(Subscription seen, String event, Step step) {
        return lock.transactionIfFree(
                seen.reader(),
                subscriptions
                        .locked(seen.reader(), seen.id())
                        .zipWith(sites.get(seen.reader().site()))
                        .filter(both -> stillDue(both.getT1(), both.getT2(), seen))
                        .flatMap(both -> step.next(both.getT1(), both.getT2()))
                        .flatMap(next ->
                                tell(next, event).then(waiting.goOn(next)).thenReturn(next)));
    }

    private boolean stillDue(Subscription locked, Site site, Subscription seen) {
        Instant now = clock.now();
        return locked.status() == seen.status() && leniency.at(site).dueNow(locked, now) != Deadlines.Due.NOTHING;
    }

    private Mono<Subscription> saved(Subscription next, Site site) {
        return subscriptions.save(next, site.graceDays()).thenReturn(next);
    }

    private Mono<Void> tell(Subscription subscription, String event) {
        return events.append(
                subscription.reader().site(), subscription.reader().id(), event, SubscriptionFacts.of(subscription));
    }

    @FunctionalInterface
    private interface Step {
        Mono<Subscription> next(Subscription locked, Site site);
    }
}
