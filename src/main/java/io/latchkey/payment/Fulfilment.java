package io.latchkey.payment;

import io.latchkey.payment.promo.PromoCodeId;
import io.latchkey.payment.promo.Promos;
import io.latchkey.payment.provider.BilledPayment;
import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.time.Clock;
import io.latchkey.subscription.Beginning;
import io.latchkey.subscription.PlanPaths;
import io.latchkey.subscription.Sold;
import io.latchkey.subscription.Subscription;
import io.latchkey.subscription.Subscriptions;
import io.latchkey.subscription.Withdrawal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives what was paid for, once; what nobody wants any more is paid back. */
@Component
public class Fulfilment {

    private final Checkouts checkouts;
    private final BilledSubscriptions ties;
    private final Payments payments;
    private final Refunds refunds;
    private final PaymentReceipts receipts;
    private final PackFulfilment packs;
    private final Disputes disputes;
    private final Promos promos;
    private final PlanPaths paths;
    private final Beginning beginning;
    private final Subscriptions subscriptions;
    private final Withdrawal withdrawal;
    private final PaymentFacts facts;
    private final Clock clock;

    Fulfilment(
            Checkouts checkouts,
            BilledSubscriptions ties,
            Payments payments,
            Refunds refunds,
            PaymentReceipts receipts,
            PackFulfilment packs,
            Disputes disputes,
            Promos promos,
            PlanPaths paths,
            Beginning beginning,
            Subscriptions subscriptions,
            Withdrawal withdrawal,
            PaymentFacts facts,
            Clock clock) {
        this.checkouts = checkouts;
        this.ties = ties;
        this.payments = payments;
        this.refunds = refunds;
        this.receipts = receipts;
        this.packs = packs;
        this.disputes = disputes;
        this.promos = promos;
        this.paths = paths;
        this.beginning = beginning;
        this.subscriptions = subscriptions;
        this.withdrawal = withdrawal;
        this.facts = facts;
        this.clock = clock;
    }

    /** The checkout as it stands. */
    public Mono<Checkout> checkout(ReaderKey reader, UUID id) {
        return checkouts.get(reader, id);
    }

    /** The buyer consented on the page of the checkout. */
    public Mono<Void> consent(ReaderKey reader, UUID id, boolean immediate, boolean loss) {
        return checkouts.consent(reader, id, new Consent(immediate, loss, clock.now()));
    }

    /**
     * A subscription began at the provider: it begins here too, and its checkout is paid. Empty
     * when nobody wants it: its checkout was replaced, the reader has another one by now, or used
     * the trial that they were offered. Then the provider is told to end it.
     */
    Mono<UUID> begin(BilledSubscription there) {
        return checkouts
                .locked(there.reader(), there.checkout())
                .flatMap(checkout -> wanted(checkout)
                        .flatMap(wanted -> wanted ? begin(checkout, there) : unwanted(checkout, there.ref())))
                .onErrorResume(Problem.class, error -> withoutCheckout(there, error));
    }

    private Mono<UUID> begin(Checkout checkout, BilledSubscription there) {
        return beginning
                .begin(checkout.reader(), there.state(), sold(checkout), there.lastPayment() != null)
                .flatMap(begun -> become(checkout, Checkout.Status.PAID)
                        .then(facts.tell(checkout, PaymentFact.CHECKOUT_PAID, null))
                        .thenReturn(begun.id()));
    }

    private static Sold sold(Checkout checkout) {
        return new Sold(
                checkout.withTrial(), checkout.offer().tiers(), checkout.offer().unlocks());
    }

    private Mono<UUID> unwanted(Checkout checkout, String ref) {
        // What was bought on it is wanted still when this is a second one on the same checkout.
        Mono<Void> closed = checkout.status() == Checkout.Status.PAID
                ? Mono.empty()
                : become(checkout, Checkout.Status.REFUNDED).then(promos.release(checkout.reader(), checkout.id()));
        return closed.then(facts.tell(checkout, PaymentFact.CHECKOUT_REFUNDED, ref))
                .then(Mono.empty());
    }

    /** Long forgotten here: nobody waits for it. */
    private Mono<UUID> withoutCheckout(BilledSubscription there, Problem error) {
        return error.kind() == PaymentProblem.UNKNOWN_CHECKOUT
                ? facts.tell(
                                there.reader(),
                                PaymentFact.CHECKOUT_REFUNDED,
                                new PaymentFact.OfCheckout(
                                        there.checkout(), there.state().plan(), there.ref()))
                        .then(Mono.empty())
                : Mono.error(error);
    }

    /** One subscription a reader, and a trial only while they did not use one. */
    private Mono<Boolean> wanted(Checkout checkout) {
        return !checkout.status().payable()
                ? Mono.just(false)
                : Mono.zip(paths.hasBought(checkout.reader()), paths.hadTrial(checkout.reader()))
                        .map(both -> !both.getT1() && !(both.getT2() && checkout.withTrial()))
                        .flatMap(wanted -> wanted ? redeemed(checkout) : Mono.just(false));
    }

    private Mono<Boolean> redeemed(Checkout checkout) {
        PromoCodeId code = checkout.promoCode();
        return code == null ? Mono.just(true) : promos.confirm(checkout.reader(), code, checkout.id());
    }

    /** How a payment stands at the provider: recorded, fulfilled, or what went back of it noted. */
    Mono<Void> settle(String provider, BilledPayment there) {
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
                        .filter(checkout -> checkout.status() == Checkout.Status.OPEN)
                        .flatMap(checkout -> become(checkout, Checkout.Status.DECLINED))
                        .onErrorComplete(Problem.class)
                : Mono.empty();
    }

    private Mono<Payment> arrived(String provider, BilledPayment there, Instant paidAt) {
        String billed = there.subscription();
        return billed == null
                ? payments.add(provider, there, null, paidAt).flatMap(packs::arrived)
                : ties.find(there.reader(), provider, billed)
                        .flatMap(tie -> Mono.justOrEmpty(tie.subscription()))
                        .flatMap(id -> subscriptions.get(there.reader(), id))
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .flatMap(here -> period(provider, there, paidAt, here));
    }

    /** Money for a period; paid back when the reader had ended the subscription before. */
    private Mono<Payment> period(String provider, BilledPayment there, Instant paidAt, Optional<Subscription> here) {
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

    private Mono<Void> wentBack(Payment payment, BilledPayment there) {
        long more = there.refundedMinor() - payment.refundedMinor();
        Mono<Void> refunded = more > 0
                ? payments.refunded(payment, there.refundedMinor())
                        .then(packs.wentBack(payment, there.goneBackMinor()))
                        .then(facts.tell(payment, PaymentFact.PAYMENT_REFUNDED))
                        .then(receipts.refunded(payment, more))
                : Mono.empty();
        return refunded.then(Mono.defer(() -> disputes.settle(payment, there)));
    }

    private Mono<Void> become(Checkout checkout, Checkout.Status status) {
        return checkouts.become(checkout, status);
    }
}
