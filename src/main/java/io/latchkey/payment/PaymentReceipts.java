package io.latchkey.payment;

import io.latchkey.plan.Plan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.receipt.Receipt;
import io.latchkey.receipt.Receipts;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Ids;
import io.latchkey.subscription.ReaderNotices;
import io.latchkey.subscription.Subscriptions;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.Optional;

/** The receipts of money that came and went, each in the transaction that records it. */
@Component
class PaymentReceipts {

    private final Receipts receipts;
    private final ReaderNotices notices;
    private final Plans plans;
    private final Subscriptions subscriptions;
    private final Clock clock;

    PaymentReceipts(
            Receipts receipts,
            ReaderNotices notices,
            Plans plans,
            Subscriptions subscriptions,
            Clock clock) {
        this.receipts = receipts;
        this.notices = notices;
        this.plans = plans;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    /** Money arrived. */
    Mono<Void> paid(Payment payment) {
        return Mono.zip(planName(payment), accessUntil(payment))
                .flatMap(both ->
                        issue(
                                payment,
                                Receipt.purchase(
                                        Ids.next(),
                                        plan(payment),
                                        both.getT1(),
                                        payment.price().amountMinor(),
                                        payment.price().currency(),
                                        payment.paidAt(),
                                        both.getT2().orElse(null),
                                        clock.now())));
    }

    /** This much more of it went back. */
    Mono<Void> refunded(Payment payment, long amountMinor) {
        return planName(payment)
                .flatMap(name ->
                        issue(
                                payment,
                                Receipt.refund(
                                        Ids.next(),
                                        payment.id(),
                                        name,
                                        amountMinor,
                                        payment.price().currency(),
                                        clock.now())));
    }

    /** The receipt last: the end of the reader's chain stays locked from then on. */
    private Mono<Void> issue(Payment payment, Receipt receipt) {
        return notices.receipted(payment.reader(), receipt)
                .then(receipts.add(payment.reader(), receipt));
    }

    private Mono<String> planName(Payment payment) {
        PlanId plan = payment.plan();
        return plan == null
                ? Mono.just("")
                : plans.get(payment.reader().site(), plan).map(Plan::name);
    }

    private Mono<Optional<Instant>> accessUntil(Payment payment) {
        return Mono.justOrEmpty(payment.subscription())
                .flatMap(id -> subscriptions.get(payment.reader(), id))
                .map(subscription -> Optional.of(subscription.paidUntil()))
                .defaultIfEmpty(Optional.empty());
    }

    private static String plan(Payment payment) {
        return payment.plan() == null ? "" : payment.plan().value();
    }
}
