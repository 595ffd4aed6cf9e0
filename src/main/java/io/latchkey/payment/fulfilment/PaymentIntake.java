package io.latchkey.payment.fulfilment;

import io.latchkey.payment.checkout.Checkouts;
import io.latchkey.payment.money.Payment;
import io.latchkey.payment.money.PaymentFact;
import io.latchkey.payment.money.PaymentFacts;
import io.latchkey.payment.money.Payments;
import io.latchkey.payment.provider.BilledPayment;
import io.latchkey.payment.provider.CheckoutStatus;
import io.latchkey.shared.problem.Problem;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes over from the provider how payments stand, and gives once what was paid for. */
@Component
public class PaymentIntake {

    private static final Logger LOG = LoggerFactory.getLogger(PaymentIntake.class);

    private final Payments payments;
    private final Checkouts checkouts;
    private final PackFulfilment packs;
    private final PeriodFulfilment periods;
    private final Disputes disputes;
    private final PaymentReceipts receipts;
    private final PaymentFacts facts;

    PaymentIntake(
            Payments payments,
            Checkouts checkouts,
            PackFulfilment packs,
            PeriodFulfilment periods,
            Disputes disputes,
            PaymentReceipts receipts,
            PaymentFacts facts) {
        this.payments = payments;
        this.checkouts = checkouts;
        this.packs = packs;
        this.periods = periods;
        this.disputes = disputes;
        this.receipts = receipts;
        this.facts = facts;
    }

    /** How a payment stands there: recorded, fulfilled, or what went back of it noted. */
    public Mono<Void> take(String provider, BilledPayment there) {
        Instant paidAt = there.paidAt();
        return payments.find(there.reader(), provider, there.ref())
                .switchIfEmpty(
                        paidAt == null
                                ? declined(there).then(Mono.empty())
                                : Mono.defer(() -> arrived(provider, there, paidAt)))
                .flatMap(payment -> wentBack(payment, there));
    }

    private Mono<Void> declined(BilledPayment there) {
        return there.subscription() == null
                ? checkouts
                        .locked(there.reader(), there.checkout())
                        .filter(checkout -> checkout.status() == CheckoutStatus.OPEN)
                        .flatMap(checkout -> checkouts.become(checkout, CheckoutStatus.DECLINED))
                        .onErrorComplete(Problem.class)
                : Mono.empty();
    }

    private Mono<Payment> arrived(String provider, BilledPayment there, Instant paidAt) {
        String billed = there.subscription();
        return billed == null
                ? payments.add(provider, there, null, paidAt).flatMap(packs::arrived)
                : periods.arrived(provider, there, billed, paidAt);
    }

    /** It can be paid back another time: what it had bought is not given anew before. */
    private Mono<Void> cameBack(Payment payment, BilledPayment there) {
        LOG.warn("a refund of payment {} failed after all", payment.id());
        return payments.refunded(payment, there.refundedMinor())
                .then(facts.tell(payment, there.refundedMinor(), PaymentFact.REFUND_FAILED));
    }

    private Mono<Void> wentBack(Payment payment, BilledPayment there) {
        long more = there.refundedMinor() - payment.refundedMinor();
        Mono<Void> refunded = more > 0
                ? payments.refunded(payment, there.refundedMinor())
                        .then(packs.wentBack(payment, there.goneBackMinor()))
                        .then(facts.tell(payment, there.refundedMinor(), PaymentFact.PAYMENT_REFUNDED))
                        .then(receipts.refunded(payment, more))
                : Mono.empty();
        Mono<Void> failed = more < 0 ? cameBack(payment, there) : Mono.empty();
        return refunded.then(failed).then(Mono.defer(() -> disputes.follow(payment, there)));
    }
}
