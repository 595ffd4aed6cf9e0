package io.latchkey.payment.fulfilment;

import io.latchkey.payment.checkout.Checkout;
import io.latchkey.payment.checkout.Checkouts;
import io.latchkey.payment.checkout.GivenUnlocks;
import io.latchkey.payment.checkout.PackGrants;
import io.latchkey.payment.money.Payment;
import io.latchkey.payment.money.PaymentFact;
import io.latchkey.payment.money.PaymentFacts;
import io.latchkey.payment.money.Refunds;
import io.latchkey.payment.provider.CheckoutStatus;
import io.latchkey.shared.problem.Problem;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives the unlocks of packs, once; what nobody wants any more is paid back. */
@Component
class PackFulfilment {

    private final Checkouts checkouts;
    private final Refunds refunds;
    private final PaymentReceipts receipts;
    private final PackRefunds packRefunds;
    private final PackGrants grants;
    private final PaymentFacts money;
    private final FulfilmentFacts facts;

    PackFulfilment(
            Checkouts checkouts,
            Refunds refunds,
            PaymentReceipts receipts,
            PackRefunds packRefunds,
            PackGrants grants,
            PaymentFacts money,
            FulfilmentFacts facts) {
        this.checkouts = checkouts;
        this.refunds = refunds;
        this.receipts = receipts;
        this.packRefunds = packRefunds;
        this.grants = grants;
        this.money = money;
        this.facts = facts;
    }

    /** A pack's unlocks for its first payment; whatever else is paid on a checkout goes back. */
    Mono<Payment> arrived(Payment payment) {
        UUID checkout = Objects.requireNonNull(payment.checkout());
        return money.tell(payment, PaymentFact.PAYMENT_RECEIVED)
                .then(checkouts.locked(payment.reader(), checkout))
                .onErrorComplete(Problem.class)
                .filter(open -> open.pack() && open.status().payable())
                .flatMap(this::give)
                .map(Optional::of)
                .switchIfEmpty(Mono.defer(() -> payBack(payment, checkout)).thenReturn(Optional.empty()))
                .flatMap(given -> receipts.paidPack(payment, given.orElse(null)))
                .thenReturn(payment);
    }

    private Mono<GivenUnlocks> give(Checkout checkout) {
        return grants.give(checkout)
                .flatMap(unlocks -> checkouts
                        .become(checkout, CheckoutStatus.PAID)
                        .then(facts.paid(checkout))
                        .thenReturn(unlocks));
    }

    private Mono<Void> payBack(Payment payment, UUID id) {
        return refunds.want(payment, payment.keptMinor())
                .then(checkouts.locked(payment.reader(), id))
                .onErrorComplete(Problem.class)
                .filter(checkout -> checkout.status() == CheckoutStatus.REPLACED)
                .flatMap(checkout -> checkouts
                        .become(checkout, CheckoutStatus.REFUNDED)
                        .then(facts.refunded(checkout.reader(), checkout.id(), checkout.plan(), null)));
    }

    /** So much of the payment went back in all; of what subscribes, nothing is to be done here. */
    Mono<Void> wentBack(Payment payment, long refundedMinor) {
        return payment.checkout() == null || payment.subscription() != null
                ? Mono.empty()
                : packRefunds.refunded(
                        payment.reader(), PackGrants.origin(payment.checkout()), payment.price(), refundedMinor);
    }
}
