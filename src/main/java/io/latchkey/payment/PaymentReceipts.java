package io.latchkey.payment;

import io.latchkey.plan.Plan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.receipt.Receipt;
import io.latchkey.receipt.Receipts;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Ids;
import io.latchkey.subscription.Subscriptions;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.Optional;

/** The receipts of money that came and went, each in the transaction that records it. */
@Component
class PaymentReceipts {

    private final Receipts receipts;
    private final Plans plans;
    private final Subscriptions subscriptions;
    private final Clock clock;

    PaymentReceipts(Receipts receipts, Plans plans, Subscriptions subscriptions, Clock clock) {
        this.receipts = receipts;
        this.plans = plans;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    /** Money arrived. */
    Mono<Void> paid(Payment payment) {
        return Mono.zip(planName(payment), accessUntil(payment))
                .flatMap(both ->
                        receipts.add(
                                payment.reader(),
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
                        receipts.add(
                                payment.reader(),
                                Receipt.refund(
                                        Ids.next(),
                                        payment.id(),
                                        name,
                                        amountMinor,
                                        payment.price().currency(),
                                        clock.now())));
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
