package io.latchkey.payment.sync;

import io.latchkey.event.EventLog;
import io.latchkey.event.Teller;
import io.latchkey.payment.money.BilledSubscriptions;
import io.latchkey.payment.money.BilledSubscriptions.Tie;
import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.time.Clock;
import io.latchkey.subscription.billing.BillingStatus;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.transition.Subscriptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Compares both sides once a day, in case an event was lost or a wish was never carried over: looks
 * at every subscription that is live there or here, and lets the usual paths put it right. Two
 * replicas at it do no harm, because they only look.
 */
@Component
class Reconciliation implements Teller {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    /** Some providers keep no parts of it. */
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private static final int PAGE = 200;
    private static final int SIDE_BY_SIDE = 4;

    private final PaymentProvider provider;
    private final BilledSubscriptions ties;
    private final Subscriptions subscriptions;
    private final Synchronisation synchronisation;
    private final ProviderDelivery delivery;
    private final EventLog events;
    private final ReaderLock lock;
    private final Clock clock;

    Reconciliation(
            PaymentProvider provider,
            BilledSubscriptions ties,
            Subscriptions subscriptions,
            Synchronisation synchronisation,
            ProviderDelivery delivery,
            EventLog events,
            ReaderLock lock,
            Clock clock) {
        this.provider = provider;
        this.ties = ties;
        this.subscriptions = subscriptions;
        this.synchronisation = synchronisation;
        this.delivery = delivery;
        this.events = events;
        this.lock = lock;
        this.clock = clock;
    }

    /**
     * What a comparison found.
     *
     * @param compared subscriptions that are live on either side
     * @param repaired those that changed by it, here or there
     * @param unwantedThere live there, wanted by nobody here: ended
     * @param goneThere live here, ended or unknown there: run out with what is paid
     * @param unpaidWithAccess open here longer than was paid there; to be looked at by a person
     * @param failed those that could not be compared this time
     */
    record Report(
            long compared, long repaired, long unwantedThere, long goneThere, long unpaidWithAccess, long failed) {

        static final Report NOTHING = new Report(0, 0, 0, 0, 0, 0);

        Report and(Report other) {
            return new Report(
                    compared + other.compared,
                    repaired + other.repaired,
                    unwantedThere + other.unwantedThere,
                    goneThere + other.goneThere,
                    unpaidWithAccess + other.unpaidWithAccess,
                    failed + other.failed);
        }
    }

    @Override
    public List<SyncFact> tells() {
        return List.of(SyncFact.values());
    }

    @Scheduled(initialDelayString = "PT1H", fixedDelayString = "PT24H")
    Mono<Report> run() {
        return Mono.just(provider)
                .filter(PaymentProvider::sells)
                .flatMap(_ -> compare())
                .doOnNext(report -> LOG.info("compared with the payment provider: {}", report));
    }

    private Mono<Report> compare() {
        return fromThere().concatWith(fromHere()).reduce(Report.NOTHING, Report::and);
    }

    private Flux<Report> fromThere() {
        return provider.subscriptions().flatMap(there -> guarded(there.ref(), comparedThere(there)), SIDE_BY_SIDE);
    }

    /** Canceled here but live there, two live there, behind in what is paid. */
    private Mono<Report> comparedThere(BilledSubscription there) {
        return here(there)
                .flatMap(before -> synchronisation
                        .subscriptionWithAllPayments(there.ref())
                        .then(Mono.defer(() -> ties.find(there.reader(), provider.name(), there.ref())))
                        .flatMap(tie -> tie.subscription() == null ? ended(there) : wanted(tie, there, before)));
    }

    private Mono<Optional<Subscription>> here(BilledSubscription there) {
        return ties.find(there.reader(), provider.name(), there.ref())
                .flatMap(tie -> Mono.justOrEmpty(tie.subscription()))
                .flatMap(id -> subscriptions.get(there.reader(), id))
                .singleOptional();
    }

    private Mono<Report> ended(BilledSubscription there) {
        return delivery.endUnwanted(there.ref(), occasion()).thenReturn(new Report(1, 0, 1, 0, 0, 0));
    }

    private Mono<Report> wanted(Tie tie, BilledSubscription there, Optional<Subscription> before) {
        return Mono.justOrEmpty(tie.subscription())
                .flatMap(id -> subscriptions.get(tie.reader(), id))
                .flatMap(here -> {
                    boolean wishes = !Wish.of(here, there).isEmpty();
                    Mono<Void> carried = wishes ? delivery.deliver(tie, occasion()) : Mono.empty();
                    boolean unpaid = !wishes && openUnpaid(here, there);
                    long repaired = wishes || !Optional.of(here).equals(before) ? 1 : 0;
                    return carried.then(repaired == 1 ? tell(here, SyncFact.RECONCILED) : Mono.empty())
                            .then(unpaid ? complain(here) : Mono.empty())
                            .thenReturn(new Report(1, repaired, 0, 0, unpaid ? 1 : 0, 0));
                });
    }

    /** Live here but gone there. */
    private Flux<Report> fromHere() {
        return page(null)
                .expand(page -> page.size() < PAGE ? Mono.empty() : page(page.getLast()))
                .flatMapIterable(page -> page)
                .flatMap(reader -> billed(reader), SIDE_BY_SIDE);
    }

    private Mono<List<ReaderKey>> page(@Nullable ReaderKey after) {
        return subscriptions.liveBought(after, PAGE).collectList();
    }

    private Mono<Report> billed(ReaderKey reader) {
        return guarded(
                reader.id().toString(),
                subscriptions
                        .latest(reader)
                        .flatMap(here -> ties.of(reader, here.id())
                                .filter(tie -> tie.provider().equals(provider.name()))
                                .flatMap(tie -> comparedHere(tie, here))));
    }

    private Mono<Report> comparedHere(Tie tie, Subscription here) {
        return provider.subscription(tie.ref())
                .singleOptional()
                .filter(Reconciliation::gone)
                .flatMap(there -> (there.isEmpty()
                                ? synchronisation.gone(tie, here)
                                : synchronisation.subscriptionWithAllPayments(tie.ref()))
                        .then(Mono.defer(() -> runOut(tie, here))))
                .defaultIfEmpty(Report.NOTHING);
    }

    private static boolean gone(Optional<BilledSubscription> there) {
        return there.filter(it -> it.state().status() != BillingStatus.ENDED).isEmpty();
    }

    private Mono<Report> runOut(Tie tie, Subscription before) {
        return subscriptions
                .get(tie.reader(), before.id())
                .flatMap(here -> here.equals(before)
                        ? Mono.just(new Report(1, 0, 0, 0, 0, 0))
                        : tell(before, SyncFact.RECONCILED).thenReturn(new Report(1, 1, 0, 1, 0, 0)));
    }

    /**
     * Paid here for longer than there, where that is over: what readers have is not taken from
     * them, but somebody should know.
     */
    private boolean openUnpaid(Subscription here, BilledSubscription there) {
        Instant paidThere = there.state().paidUntil().plus(A_SECOND);
        return switch (here.status()) {
            case TRIALING, ACTIVE, PAST_DUE -> paidThere.isBefore(here.paidUntil()) && paidThere.isBefore(clock.now());
            case PAUSED, CANCELED, EXPIRED -> false;
        };
    }

    private Mono<Void> complain(Subscription here) {
        LOG.warn("subscription {} is open, and unpaid at the provider", here.id());
        return tell(here, SyncFact.UNPAID_WITH_ACCESS);
    }

    private Mono<Report> guarded(String ref, Mono<Report> comparison) {
        return comparison.onErrorResume(error -> {
            LOG.warn("{} not compared: {}", ref, error.toString());
            return Mono.just(new Report(0, 0, 0, 0, 0, 1));
        });
    }

    private Mono<Void> tell(Subscription of, SyncFact fact) {
        ReaderKey reader = of.reader();
        return lock.transaction(
                reader, events.append(reader.site(), reader.id(), fact, new SyncFact.OfSubscription(of.id())));
    }

    /** A new occasion every time: the provider shall not answer with what it answered before. */
    private static String occasion() {
        return "reconciliation:" + Ids.next();
    }
}
