package io.latchkey.subscription;

import io.latchkey.event.EventLog;
import io.latchkey.plan.Plans;
import io.latchkey.reader.ReaderKey;
import io.latchkey.reader.ReaderLock;
import io.latchkey.receipt.Receipt;
import io.latchkey.receipt.Receipts;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Ids;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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

    /** Who did it, on the receipt, when it was not the reader. */
    private static final String BY_PROVIDER = "payment-provider";

    private static final String BY_DISPUTE = "payment-dispute";

    private final Subscriptions subscriptions;
    private final Receipts receipts;
    private final PeriodGrants grants;
    private final WaitingGifts waiting;
    private final Plans plans;
    private final ReaderNotices notices;
    private final Sites sites;
    private final EventLog events;
    private final ObjectProvider<BillingWord> billing;
    private final ReaderLock lock;
    private final Clock clock;

    /** Who bills needs this to settle what they say, and this needs them to ask: late bound. */
    Cancellation(
            Subscriptions subscriptions,
            Receipts receipts,
            PeriodGrants grants,
            WaitingGifts waiting,
            Plans plans,
            ReaderNotices notices,
            Sites sites,
            EventLog events,
            ObjectProvider<BillingWord> billing,
            ReaderLock lock,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.receipts = receipts;
        this.grants = grants;
        this.waiting = waiting;
        this.plans = plans;
        this.notices = notices;
        this.sites = sites;
        this.events = events;
        this.billing = billing;
        this.lock = lock;
        this.clock = clock;
    }

    /** When a cancellation takes effect. */
    public enum Effective {
        /** When the paid time ends. */
        PERIOD_END,
        /** At once, as only the reader can ask. */
        NOW
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
        Mono<Outcome> canceled = cancel(reader, new Order(effective, reason, clock.now(), false, null));
        // A month that was billed a moment ago is the reader's, and the receipt should say so.
        return effective == Effective.NOW
                ? canceled
                : heard(reader, current -> current.renewalUnheard(clock.now())).then(canceled);
    }

    /**
     * Cancels with the period's end for whoever did not sign in. The letter holds a link to undo
     * it, because it may have been somebody else.
     */
    Mono<Outcome> cancelDeclared(ReaderKey reader, Instant submitted) {
        return cancel(reader, new Order(Effective.PERIOD_END, null, submitted, true, null));
    }

    /**
     * The reader's bank called back what was paid for it: it does not renew, or ends. Nothing
     * happens to one that has come to that before.
     */
    public Mono<Void> disputed(ReaderKey reader, UUID subscription, Effective effective) {
        Order order = new Order(effective, null, clock.now(), false, BY_DISPUTE);
        return lock.transaction(
                reader,
                subscriptions
                        .locked(reader, subscription)
                        .filter(current -> !settled(current, effective))
                        .zipWith(sites.get(reader.site()))
                        .flatMap(both -> cancel(both.getT1(), both.getT2(), order))
                        .then());
    }

    private Mono<Outcome> cancel(ReaderKey reader, Order order) {
        return lock.transaction(
                reader,
                locked(reader)
                        .flatMap(latest -> waiting.meant(latest, order.submitted()))
                        .zipWith(sites.get(reader.site()))
                        .flatMap(both -> settled(both.getT1(), order.effective())
                                ? former(both.getT1())
                                : cancel(both.getT1(), both.getT2(), order)));
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
                .map(current -> settled(current, Effective.PERIOD_END)
                        ? current
                        : current.canceledAtPeriodEnd(clock.now(), Ids.next()));
    }

    /**
     * What is to be done.
     *
     * @param submitted when it was said
     * @param declared by somebody who did not sign in
     * @param by what did it, when it was not the reader
     */
    private record Order(
            Effective effective,
            @Nullable String reason,
            Instant submitted,
            boolean declared,
            @Nullable String by) {}

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
                .then(lock.transaction(
                        reader,
                        locked(reader)
                                .filter(current -> current.status() == SubscriptionStatus.CANCELED)
                                .filter(meant)
                                .switchIfEmpty(Mono.error(SubscriptionProblem.NOTHING_TO_UNDO::problem))
                                .zipWith(sites.get(reader.site()))
                                .flatMap(both -> undone(both.getT1(), both.getT2()))));
    }

    private Mono<Subscription> undone(Subscription canceled, Site site) {
        Subscription undone = canceled.undone(clock.now());
        return subscriptions
                .save(undone, site.graceDays())
                .then(tell(undone, "subscription.cancellation-undone"))
                .thenReturn(undone);
    }

    private Mono<Subscription> locked(ReaderKey reader) {
        return subscriptions
                .latestLocked(reader)
                .switchIfEmpty(Mono.error(SubscriptionProblem.NO_SUBSCRIPTION::problem));
    }

    /** Whether what is asked has happened already. */
    private static boolean settled(Subscription current, Effective effective) {
        return current.status() == SubscriptionStatus.EXPIRED
                || (current.status() == SubscriptionStatus.CANCELED && effective == Effective.PERIOD_END);
    }

    /** One that ran out by itself has no receipt of a cancellation: there is nothing to cancel. */
    private Mono<Outcome> former(Subscription current) {
        UUID receipt = current.cancellationReceipt();
        return receipt == null
                ? Mono.error(SubscriptionProblem.NO_SUBSCRIPTION::problem)
                : receipts.get(current.reader(), receipt).map(found -> new Outcome(found, true));
    }

    private Mono<Outcome> cancel(Subscription current, Site site, Order order) {
        Instant now = clock.now();
        UUID id = Ids.next();
        Subscription canceled = order.effective() == Effective.NOW
                ? current.canceledNow(now, id)
                : current.canceledAtPeriodEnd(now, id);
        return subscriptions
                .save(canceled, site.graceDays())
                .then(settleGrants(current, canceled))
                .then(receipted(
                        canceled,
                        content(canceled, order),
                        // What was declared reached us then, whenever it was looked at.
                        order.declared() ? order.submitted() : now,
                        order.declared()))
                .flatMap(receipt -> tell(canceled, "subscription.canceled")
                        .then(waiting.goOn(canceled))
                        .thenReturn(new Outcome(receipt, false)));
    }

    /** It was canceled at the provider: the reader gets the same receipt as for their own word. */
    Mono<Void> canceledThere(Subscription canceled) {
        Instant now = clock.now();
        Order order = new Order(Effective.PERIOD_END, null, now, false, BY_PROVIDER);
        return receipted(canceled, content(canceled, order), now, false).then();
    }

    private Mono<Receipt> receipted(
            Subscription canceled, Map<String, Object> content, Instant received, boolean declared) {
        UUID id = Objects.requireNonNull(canceled.cancellationReceipt());
        return plans.get(canceled.reader().site(), canceled.plan())
                .map(plan -> {
                    content.put("planName", plan.name());
                    return new Receipt(id, Receipt.Kind.CANCELLATION, content, received);
                })
                .flatMap(receipt -> notices.canceled(canceled, receipt, declared)
                        .then(receipts.add(canceled.reader(), receipt))
                        .thenReturn(receipt));
    }

    /** The unlocks of the running period end with it: at once, or later after a pause. */
    Mono<Void> settleGrants(Subscription before, Subscription canceled) {
        Instant now = clock.now();
        return canceled.status() == SubscriptionStatus.EXPIRED
                ? grants.end(canceled, now)
                : grants.prolong(canceled, before.pausedAt(), now);
    }

    private static Map<String, Object> content(Subscription canceled, Order order) {
        Instant end = canceled.endedAt() == null ? canceled.paidUntil() : canceled.endedAt();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("site", canceled.reader().site().value());
        content.put("subscription", canceled.id());
        content.put("plan", canceled.plan().value());
        content.put("effective", order.effective() == Effective.NOW ? "now" : "period-end");
        if (order.by() == null) {
            content.put("submittedAt", order.submitted());
        } else {
            content.put("by", order.by());
        }
        content.put("effectiveAt", end);
        content.put("accessUntil", end);
        if (order.reason() != null) {
            content.put("reason", order.reason());
        }
        return content;
    }

    private Mono<Void> tell(Subscription subscription, String event) {
        return events.append(
                subscription.reader().site(), subscription.reader().id(), event, SubscriptionFacts.of(subscription));
    }
}
