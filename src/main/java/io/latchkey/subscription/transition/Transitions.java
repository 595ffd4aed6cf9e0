package io.latchkey.subscription.transition;

import io.latchkey.event.EventLog;
import io.latchkey.event.Teller;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.shared.database.Ids;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionFact;
import io.latchkey.subscription.state.SubscriptionProblem;
import io.latchkey.subscription.state.SubscriptionStatus;
import io.latchkey.subscription.state.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The one shell in which subscriptions change: it holds the reader, locks the row, lets a pure step
 * make the next state, saves that, lets follow what must, and tells the facts; all of it or nothing.
 * Each call is one transaction, or joins the one that is under way.
 */
@Component
public class Transitions implements Teller {

    private final Subscriptions subscriptions;
    private final Consequences consequences;
    private final Sites sites;
    private final EventLog events;
    private final ReaderLock lock;

    Transitions(Subscriptions subscriptions, Consequences consequences, Sites sites, EventLog events, ReaderLock lock) {
        this.subscriptions = subscriptions;
        this.consequences = consequences;
        this.sites = sites;
        this.events = events;
        this.lock = lock;
    }

    /** A pure function of a subscription and the rules of its site. */
    @FunctionalInterface
    public interface Step extends BiFunction<Subscription, Site, Transition> {}

    /** The reader's present subscription or their last one, locked; refuses with {@code no-subscription}. */
    public Mono<Subscription> latest(ReaderKey reader) {
        return subscriptions
                .latestLocked(reader)
                .switchIfEmpty(Mono.error(SubscriptionProblem.NO_SUBSCRIPTION::problem));
    }

    /** Takes the {@link #latest} one a step on. */
    public Mono<Subscription> step(ReaderKey reader, Step step) {
        return step(reader, latest(reader), step);
    }

    /** Takes one a step on, if there is one. */
    public Mono<Subscription> step(ReaderKey reader, Mono<Subscription> locked, Step step) {
        return unit(reader, locked, (current, site) -> make(step.apply(current, site), current, site));
    }

    /** Does something with one that is locked, if there is one. */
    public <T> Mono<T> unit(ReaderKey reader, Mono<Subscription> locked, BiFunction<Subscription, Site, Mono<T>> deed) {
        return lock.transaction(
                reader,
                locked.zipWith(sites.get(reader.site())).flatMap(both -> deed.apply(both.getT1(), both.getT2())));
    }

    /**
     * Takes one that was seen a step on, unless another replica has its reader or what was seen is
     * not so any more: then the answer is empty.
     */
    public Mono<Subscription> stepIfFree(ReaderKey reader, UUID id, BiPredicate<Subscription, Site> still, Step step) {
        return lock.transactionIfFree(
                reader,
                subscriptions
                        .locked(reader, id)
                        .zipWith(sites.get(reader.site()))
                        .filter(both -> still.test(both.getT1(), both.getT2()))
                        .flatMap(both -> make(step.apply(both.getT1(), both.getT2()), both.getT1(), both.getT2())));
    }

    /** Makes the transition; does nothing where nothing changes. */
    public Mono<Subscription> make(Transition made, Subscription current, Site site) {
        return made.next().equals(current) ? Mono.just(current) : make(made, current, site, Mono.just(made.next()));
    }

    /**
     * Makes the transition and what else belongs to it.
     *
     * @param also is done once the facts are told; it must answer
     */
    public <T> Mono<T> make(Transition made, Subscription current, Site site, Mono<T> also) {
        return subscriptions
                .save(made.next(), site.graceDays())
                .then(consequences.unlocksLast(current, made.next()))
                .thenMany(Flux.fromIterable(made.facts()))
                .concatMap(fact -> consequences.of(fact, made, current, site).then(tell(fact, made.next())))
                .then(also)
                .flatMap(done -> letGoOn(made).thenReturn(done));
    }

    /** Adds one that begins, with the unlocks of its first period. */
    public Mono<Subscription> begin(Subscription begun, int unlocks) {
        return add(begun, consequences.give(begun, unlocks));
    }

    /** Adds one that goes on with the period of a former one, and with what is left of its unlocks. */
    public Mono<Subscription> goOn(Subscription former, Subscription again) {
        return add(again, consequences.handOver(former, again));
    }

    private Mono<Subscription> add(Subscription begun, Mono<Void> unlocks) {
        return sites.get(begun.reader().site())
                .flatMap(site -> subscriptions.add(begun, site.graceDays()))
                .then(unlocks)
                .then(tell(SubscriptionFact.STARTED, begun))
                .thenReturn(begun);
    }

    /** Begins again what waits for the end of this one, in the moment in which it ended. */
    private Mono<Void> letGoOn(Transition made) {
        Subscription over = made.next();
        return over.status() == SubscriptionStatus.EXPIRED && !made.tells(SubscriptionFact.REPLACED)
                ? subscriptions
                        .waiting(over.reader())
                        .flatMap(gift -> letGoOn(gift, Objects.requireNonNull(over.endedAt())))
                : Mono.empty();
    }

    private Mono<Void> letGoOn(Subscription gift, Instant now) {
        return subscriptions
                .letWait(gift, false)
                .then(goOn(gift, gift.goingOn(Ids.next(), now)))
                .then();
    }

    private Mono<Void> tell(SubscriptionFact fact, Subscription now) {
        return events.append(now.reader().site(), now.reader().id(), fact, fact.of(now));
    }

    @Override
    public List<SubscriptionFact> tells() {
        return List.of(SubscriptionFact.values());
    }
}
