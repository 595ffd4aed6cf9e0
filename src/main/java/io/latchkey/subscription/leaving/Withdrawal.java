package io.latchkey.subscription.leaving;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import io.latchkey.subscription.leaving.Cancellation.Outcome;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionFact;
import io.latchkey.subscription.state.SubscriptionProblem;
import io.latchkey.subscription.state.Transition;
import io.latchkey.subscription.transition.Subscriptions;
import io.latchkey.subscription.transition.Transitions;
import io.latchkey.subscription.transition.WaitingGifts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Withdrawal from a contract (directive 2011/83/EU, articles 9 to 14): within its period the
 * subscription ends at once and the money goes back, without a reason. The end, its receipt, the
 * letter and the wish to pay back are one transaction, whatever the payment provider does.
 */
@Component
public class Withdrawal {

    private final Subscriptions subscriptions;
    private final Transitions transitions;
    private final WaitingGifts waiting;
    private final MoneyBack money;
    private final WithdrawalReceipts receipts;
    private final Sites sites;
    private final Clock clock;

    Withdrawal(
            Subscriptions subscriptions,
            Transitions transitions,
            WaitingGifts waiting,
            MoneyBack money,
            WithdrawalReceipts receipts,
            Sites sites,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.transitions = transitions;
        this.waiting = waiting;
        this.money = money;
        this.receipts = receipts;
        this.sites = sites;
        this.clock = clock;
    }

    /** What a declaration that names no contract can mean. */
    public enum Meaning {
        /** The subscription's period runs, and nothing else can be meant. */
        POSSIBLE,
        /** It was over, or there never was one. */
        OVER,
        /** Something else was bought within it. */
        SEVERAL
    }

    /** Until when the reader may withdraw from their subscription; empty when they may not. */
    public Mono<Instant> until(ReaderKey reader) {
        return subscriptions
                .latest(reader)
                .zipWhen(_ -> sites.get(reader.site()))
                .filter(both -> open(both.getT1(), both.getT2(), clock.now()))
                .map(both -> end(both.getT1(), both.getT2()));
    }

    /** Withdraws; asked again it answers with the same receipt. */
    public Mono<Outcome> withdraw(ReaderKey reader, @Nullable String reason) {
        return withdraw(reader, clock.now(), reason);
    }

    /**
     * As {@link #withdraw(ReaderKey, String)}, of what was declared before: what came in time is in
     * time, also when it is looked at later.
     */
    public Mono<Outcome> withdraw(ReaderKey reader, Instant submitted, @Nullable String reason) {
        return transitions.unit(
                reader,
                transitions.latest(reader).flatMap(latest -> waiting.meant(latest, submitted)),
                (current, site) ->
                        current.status().live() ? withdraw(current, site, submitted, reason) : former(current));
    }

    public Mono<Meaning> meaning(ReaderKey reader, Instant submitted) {
        return subscriptions
                .latest(reader)
                .zipWhen(_ -> sites.get(reader.site()))
                .filter(both -> open(both.getT1(), both.getT2(), submitted))
                .flatMap(both -> money.paidForOthersSince(reader, both.getT1().createdAt())
                        .map(others -> others ? Meaning.SEVERAL : Meaning.POSSIBLE))
                .defaultIfEmpty(Meaning.OVER);
    }

    private static boolean open(Subscription current, Site site, Instant at) {
        return current.source().contract() && current.status().live() && at.isBefore(end(current, site));
    }

    private static Instant end(Subscription current, Site site) {
        return new WithdrawalPeriod(current.createdAt(), site.timeZone()).end();
    }

    /** Whether the reader withdrew from it: then whatever is told to be paid for it goes back. */
    public Mono<Boolean> happened(Subscription subscription) {
        return receipts.of(subscription).hasElement();
    }

    private Mono<Outcome> former(Subscription over) {
        return receipts.of(over)
                .map(receipt -> new Outcome(receipt, true))
                .switchIfEmpty(Mono.error(SubscriptionProblem.WITHDRAWAL_OVER::problem));
    }

    private Mono<Outcome> withdraw(Subscription current, Site site, Instant submitted, @Nullable String reason) {
        if (!open(current, site, submitted)) {
            return Mono.error(SubscriptionProblem.WITHDRAWAL_OVER.problem());
        }
        Subscription ended = current.canceledNow(clock.now(), Ids.next());
        return transitions
                .make(
                        Transition.to(ended, SubscriptionFact.WITHDRAWN),
                        current,
                        site,
                        Mono.defer(() -> money.payBack(ended, submitted))
                                .flatMap(back -> receipts.add(ended, back, submitted, reason)))
                .map(receipt -> new Outcome(receipt, false));
    }
}
