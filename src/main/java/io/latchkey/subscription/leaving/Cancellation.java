package io.latchkey.subscription.leaving;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.receipt.Receipt;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.Site;
import io.latchkey.subscription.billing.Effective;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionFact;
import io.latchkey.subscription.state.SubscriptionProblem;
import io.latchkey.subscription.state.SubscriptionStatus;
import io.latchkey.subscription.state.Transition;
import io.latchkey.subscription.transition.Subscriptions;
import io.latchkey.subscription.transition.Transitions;
import io.latchkey.subscription.transition.WaitingGifts;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The reader's way out: the change, its receipt and its event in one transaction, whatever the
 * payment provider does.
 */
@Component
public class Cancellation {

    private final Subscriptions subscriptions;
    private final Transitions transitions;
    private final CancellationReceipts receipts;
    private final WaitingGifts waiting;
    private final ObjectProvider<BillingWord> billing;
    private final Clock clock;

    /** Who bills needs this to apply what they say, and this needs them to ask: late bound. */
    Cancellation(
            Subscriptions subscriptions,
            Transitions transitions,
            CancellationReceipts receipts,
            WaitingGifts waiting,
            ObjectProvider<BillingWord> billing,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.transitions = transitions;
        this.receipts = receipts;
        this.waiting = waiting;
        this.billing = billing;
        this.clock = clock;
    }

    /**
     * A cancellation's receipt.
     *
     * @param repeated true when the subscription was canceled so before, and the receipt is that
     *     one
     */
    public record Outcome(Receipt receipt, boolean repeated) {}

    /** Cancels; asked again it answers with the same receipt. */
    public Mono<Outcome> cancel(ReaderKey reader, Effective effective, @Nullable String reason) {
        Mono<Outcome> canceled = cancel(reader, CancellationOrder.byReader(effective, reason, clock.now()));
        // A month that was billed a moment ago is the reader's, and the receipt should say so.
        return effective == Effective.NOW
                ? canceled
                : heard(reader, current -> current.renewalUnheard(clock.now())).then(canceled);
    }

    /**
     * Cancels with the period's end for whoever did not sign in. The letter holds a link to undo
     * it, because it may have been somebody else.
     */
    public Mono<Outcome> cancelDeclared(ReaderKey reader, Instant submitted) {
        return cancel(reader, CancellationOrder.declared(submitted));
    }

    /**
     * The reader's bank called back what was paid for it: it does not renew, or ends. Nothing
     * happens to one that has come to that before.
     */
    public Mono<Void> disputed(ReaderKey reader, UUID subscription, Effective effective) {
        CancellationOrder order = CancellationOrder.byDispute(effective, clock.now());
        return transitions
                .unit(
                        reader,
                        subscriptions.locked(reader, subscription).filter(current -> !canceledSo(current, effective)),
                        (current, site) -> cancel(current, site, order))
                .then();
    }

    private Mono<Outcome> cancel(ReaderKey reader, CancellationOrder order) {
        return transitions.unit(
                reader,
                transitions.latest(reader).flatMap(latest -> waiting.meant(latest, order.submitted())),
                (current, site) ->
                        canceledSo(current, order.effective()) ? former(current) : cancel(current, site, order));
    }

    /** Asks whoever bills it first, where what was billed decides. */
    private Mono<Void> heard(ReaderKey reader, Predicate<Subscription> decides) {
        return subscriptions
                .latest(reader)
                .filter(decides)
                .flatMap(current -> billing.getObject().hear(reader, current.id()));
    }

    /**
     * The subscription as {@link #cancel} at the end of the paid time would leave it now; refuses
     * when there is none.
     */
    public Mono<Subscription> outlook(ReaderKey reader) {
        return subscriptions
                .latest(reader)
                .switchIfEmpty(Mono.error(SubscriptionProblem.NO_SUBSCRIPTION::problem))
                .map(current -> canceledSo(current, Effective.PERIOD_END)
                        ? current
                        : current.canceledAtPeriodEnd(clock.now(), Ids.next()));
    }

    /** Takes the cancellation back; refuses with {@code nothing-to-undo} once it took effect. */
    public Mono<Subscription> undo(ReaderKey reader) {
        return undo(reader, _ -> true);
    }

    /** As {@link #undo(ReaderKey)}, of the cancellation with this receipt alone. */
    public Mono<Subscription> undo(ReaderKey reader, UUID receipt) {
        return undo(reader, current -> receipt.equals(current.cancellationReceipt()));
    }

    private Mono<Subscription> undo(ReaderKey reader, Predicate<Subscription> meant) {
        // What the provider has ended meanwhile it cannot revive.
        return heard(reader, current -> current.mayBeUndone() && meant.test(current))
                .then(transitions.step(
                        reader,
                        transitions
                                .latest(reader)
                                .filter(current -> current.status() == SubscriptionStatus.CANCELED)
                                .filter(meant)
                                .switchIfEmpty(Mono.error(SubscriptionProblem.NOTHING_TO_UNDO::problem)),
                        (canceled, _) ->
                                Transition.to(canceled.undone(clock.now()), SubscriptionFact.CANCELLATION_UNDONE)));
    }

    /** Whether what is asked has happened already. */
    private static boolean canceledSo(Subscription current, Effective effective) {
        return current.status() == SubscriptionStatus.EXPIRED
                || (current.status() == SubscriptionStatus.CANCELED && effective == Effective.PERIOD_END);
    }

    /** One that ran out by itself has no receipt of a cancellation: there is nothing to cancel. */
    private Mono<Outcome> former(Subscription current) {
        return receipts.of(current)
                .map(receipt -> new Outcome(receipt, true))
                .switchIfEmpty(Mono.error(SubscriptionProblem.NO_SUBSCRIPTION::problem));
    }

    private Mono<Outcome> cancel(Subscription current, Site site, CancellationOrder order) {
        Subscription canceled = order.effective() == Effective.NOW
                ? current.canceledNow(clock.now(), Ids.next())
                : current.canceledAtPeriodEnd(clock.now(), Ids.next());
        return transitions
                .make(
                        Transition.to(canceled, SubscriptionFact.CANCELED),
                        current,
                        site,
                        Mono.defer(() -> receipts.add(canceled, order)))
                .map(receipt -> new Outcome(receipt, false));
    }
}
