package io.latchkey.payment.fulfilment;

import io.latchkey.payment.money.BilledSubscriptions;
import io.latchkey.payment.money.Payment;
import io.latchkey.payment.money.PaymentFact;
import io.latchkey.payment.money.PaymentFacts;
import io.latchkey.payment.money.Payments;
import io.latchkey.payment.money.Refunds;
import io.latchkey.payment.provider.BilledPayment;
import io.latchkey.subscription.leaving.Withdrawal;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.transition.Subscriptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Money for periods of subscriptions; what buys nothing any more is paid back. */
@Component
class PeriodFulfilment {

    private final BilledSubscriptions ties;
    private final Subscriptions subscriptions;
    private final Withdrawal withdrawal;
    private final Payments payments;
    private final Refunds refunds;
    private final PaymentReceipts receipts;
    private final PaymentFacts facts;

    PeriodFulfilment(
            BilledSubscriptions ties,
            Subscriptions subscriptions,
            Withdrawal withdrawal,
            Payments payments,
            Refunds refunds,
            PaymentReceipts receipts,
            PaymentFacts facts) {
        this.ties = ties;
        this.subscriptions = subscriptions;
        this.withdrawal = withdrawal;
        this.payments = payments;
        this.refunds = refunds;
        this.receipts = receipts;
        this.facts = facts;
    }

    /**
     * Money arrived; recorded once.
     *
     * @param billed the provider's name for the subscription that it pays
     */
    Mono<Payment> arrived(String provider, BilledPayment there, String billed, Instant paidAt) {
        return ties.find(there.reader(), provider, billed)
                .flatMap(tie -> Mono.justOrEmpty(tie.subscription()))
                .flatMap(id -> subscriptions.get(there.reader(), id))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(here -> add(provider, there, paidAt, here));
    }

    /** Money for a period; paid back when the reader had ended the subscription before. */
    private Mono<Payment> add(String provider, BilledPayment there, Instant paidAt, Optional<Subscription> here) {
        UUID id = here.map(Subscription::id).orElse(null);
        return payments.add(provider, there, id, paidAt)
                .flatMap(payment -> facts.tell(payment, PaymentFact.PAYMENT_RECEIVED)
                        .then(receipts.paid(
                                payment,
                                here.filter(it -> buysTime(it, there))
                                        .map(it -> accessUntil(it, there))
                                        .orElse(null)))
                        .then(wanted(here, there))
                        .filter(wanted -> !wanted)
                        .flatMap(_ -> refunds.want(payment, payment.keptMinor()))
                        .thenReturn(payment));
    }

    /** Not wanted when nothing is had for it, or the reader withdrew, whenever that was. */
    private Mono<Boolean> wanted(Optional<Subscription> here, BilledPayment there) {
        return Mono.justOrEmpty(here)
                .filter(subscription -> buysTime(subscription, there))
                .flatMap(withdrawal::happened)
                .map(withdrawn -> !withdrawn)
                .defaultIfEmpty(false);
    }

    /** By the payment's own period, and as much later as pauses moved what was billed. */
    private static @Nullable Instant accessUntil(Subscription here, BilledPayment there) {
        Instant end = there.periodEnd();
        return end == null ? null : end.plus(Duration.between(here.billedUntil(), here.paidUntil()));
    }

    /** Whether its period was the reader's before it was over, or will be. */
    private static boolean buysTime(Subscription here, BilledPayment there) {
        Instant start = there.periodStart();
        Instant end = there.periodEnd();
        if (start == null || end == null || !end.isAfter(here.billedUntil())) {
            return true;
        }
        return here.status().live() && (here.canceledAt() == null || start.isBefore(here.canceledAt()));
    }
}
