package io.latchkey.subscription;

import io.latchkey.event.EventLog;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import io.latchkey.reader.ReaderLock;
import io.latchkey.receipt.Receipt;
import io.latchkey.receipt.Receipts;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Ids;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import io.latchkey.subscription.Cancellation.Outcome;
import io.latchkey.subscription.Subscription.Source;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
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
    private final PeriodGrants grants;
    private final WaitingGifts waiting;
    private final MoneyBack money;
    private final Receipts receipts;
    private final ReaderNotices notices;
    private final Plans plans;
    private final Sites sites;
    private final EventLog events;
    private final ReaderLock lock;
    private final Clock clock;

    Withdrawal(
            Subscriptions subscriptions,
            PeriodGrants grants,
            WaitingGifts waiting,
            MoneyBack money,
            Receipts receipts,
            ReaderNotices notices,
            Plans plans,
            Sites sites,
            EventLog events,
            ReaderLock lock,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.grants = grants;
        this.waiting = waiting;
        this.money = money;
        this.receipts = receipts;
        this.notices = notices;
        this.plans = plans;
        this.sites = sites;
        this.events = events;
        this.lock = lock;
        this.clock = clock;
    }

    /** How it stands with a declaration that names no contract. */
    enum Standing {
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
                .zipWith(sites.get(reader.site()))
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
    Mono<Outcome> withdraw(ReaderKey reader, Instant submitted, @Nullable String reason) {
        return lock.transaction(
                reader,
                subscriptions
                        .latestLocked(reader)
                        .switchIfEmpty(Mono.error(SubscriptionProblem.NO_SUBSCRIPTION::problem))
                        .flatMap(latest -> waiting.meant(latest, submitted))
                        .zipWith(sites.get(reader.site()))
                        .flatMap(both -> both.getT1().status().live()
                                ? withdraw(both.getT1(), both.getT2(), submitted, reason)
                                : former(both.getT1())));
    }

    Mono<Standing> standing(ReaderKey reader, Instant submitted) {
        return subscriptions
                .latest(reader)
                .zipWith(sites.get(reader.site()))
                .filter(both -> open(both.getT1(), both.getT2(), submitted))
                .flatMap(both -> money.paidForOthersSince(reader, both.getT1().createdAt())
                        .map(others -> others ? Standing.SEVERAL : Standing.POSSIBLE))
                .defaultIfEmpty(Standing.OVER);
    }

    /** What a site gave is no contract of its reader's. */
    private static boolean open(Subscription current, Site site, Instant at) {
        boolean contract = current.source() == Source.BOUGHT || current.source() == Source.FREE;
        return contract && current.status().live() && at.isBefore(end(current, site));
    }

    private static Instant end(Subscription current, Site site) {
        return new WithdrawalPeriod(current.createdAt(), site.timeZone()).end();
    }

    /** Whether the reader withdrew from it: then whatever is told to be paid for it goes back. */
    public Mono<Boolean> happened(Subscription subscription) {
        return receiptOf(subscription).hasElement();
    }

    private Mono<Receipt> receiptOf(Subscription subscription) {
        return Mono.justOrEmpty(subscription.cancellationReceipt())
                .filter(_ -> !subscription.status().live())
                .flatMap(id -> receipts.get(subscription.reader(), id))
                .filter(receipt -> receipt.kind() == Receipt.Kind.WITHDRAWAL);
    }

    private Mono<Outcome> former(Subscription over) {
        return receiptOf(over)
                .map(receipt -> new Outcome(receipt, true))
                .switchIfEmpty(Mono.error(SubscriptionProblem.WITHDRAWAL_OVER::problem));
    }

    private Mono<Outcome> withdraw(Subscription current, Site site, Instant submitted, @Nullable String reason) {
        if (!open(current, site, submitted)) {
            return Mono.error(SubscriptionProblem.WITHDRAWAL_OVER.problem());
        }
        Instant now = clock.now();
        Subscription ended = current.canceledNow(now, Ids.next());
        return subscriptions
                .save(ended, site.graceDays())
                .then(grants.end(ended, now))
                .then(tell(ended))
                .then(money.payBack(ended, submitted))
                .zipWith(plans.get(ended.reader().site(), ended.plan()))
                .map(both -> receipt(ended, both.getT2(), both.getT1(), submitted, reason, now))
                .flatMap(receipt -> notices.receipted(ended.reader(), receipt)
                        .then(receipts.add(ended.reader(), receipt))
                        .then(waiting.goOn(ended))
                        .thenReturn(new Outcome(receipt, false)));
    }

    private static Receipt receipt(
            Subscription ended, Plan plan, Price back, Instant submitted, @Nullable String reason, Instant now) {
        UUID id = Objects.requireNonNull(ended.cancellationReceipt());
        Receipt bare =
                Receipt.withdrawal(id, ended.id(), ended.plan().value(), plan.name(), submitted, now, reason, now);
        Map<String, Object> content = new LinkedHashMap<>(bare.content());
        content.put("site", ended.reader().site().value());
        content.put("amountMinor", back.amountMinor());
        content.put("currency", back.currency());
        return new Receipt(id, Receipt.Kind.WITHDRAWAL, content, submitted);
    }

    private Mono<Void> tell(Subscription withdrawn) {
        return events.append(
                withdrawn.reader().site(),
                withdrawn.reader().id(),
                "subscription.withdrawn",
                SubscriptionFacts.of(withdrawn));
    }
}
