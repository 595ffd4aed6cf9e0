package io.latchkey.payment.fulfilment;

import io.latchkey.payment.checkout.Checkouts;
import io.latchkey.payment.checkout.Consent;
import io.latchkey.payment.checkout.GivenUnlocks;
import io.latchkey.payment.money.Payment;
import io.latchkey.plan.Plan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.receipt.Receipt;
import io.latchkey.receipt.Receipts;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.time.Clock;
import io.latchkey.subscription.transition.ReaderNotices;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The receipts of money that came and went, each in the transaction that records it. */
@Component
class PaymentReceipts {

    private final Receipts receipts;
    private final ReaderNotices notices;
    private final Plans plans;
    private final Checkouts checkouts;
    private final Clock clock;

    PaymentReceipts(Receipts receipts, ReaderNotices notices, Plans plans, Checkouts checkouts, Clock clock) {
        this.receipts = receipts;
        this.notices = notices;
        this.plans = plans;
        this.checkouts = checkouts;
        this.clock = clock;
    }

    /**
     * Money arrived.
     *
     * @param accessUntil when the time ends that it pays; null when nobody wants it
     */
    Mono<Void> paid(Payment payment, @Nullable Instant accessUntil) {
        return paid(payment, accessUntil, null);
    }

    /**
     * Money for a pack arrived.
     *
     * @param given what it brought; null when nobody wants it
     */
    Mono<Void> paidPack(Payment payment, @Nullable GivenUnlocks given) {
        return paid(payment, null, given);
    }

    private Mono<Void> paid(Payment payment, @Nullable Instant accessUntil, @Nullable GivenUnlocks given) {
        return Mono.zip(planName(payment), consent(payment))
                .flatMap(all -> issue(
                        payment,
                        detailed(
                                bare(payment, all.getT1(), accessUntil),
                                given,
                                all.getT2().orElse(null))));
    }

    private Receipt bare(Payment payment, String planName, @Nullable Instant accessUntil) {
        return Receipt.purchase(
                Ids.next(),
                plan(payment),
                planName,
                payment.price().amountMinor(),
                payment.price().currency(),
                payment.paidAt(),
                accessUntil,
                clock.now());
    }

    /** What the buyer consented to stands on what they keep (directive 2011/83/EU, article 8). */
    private static Receipt detailed(Receipt bare, @Nullable GivenUnlocks given, @Nullable Consent consent) {
        Map<String, Object> content = new LinkedHashMap<>(bare.content());
        if (given != null) {
            content.put("unlocks", given.unlocks());
        }
        if (given != null && given.until() != null) {
            content.put("unlocksUntil", given.until());
        }
        if (consent != null) {
            content.put("immediateStart", consent.immediateStart());
            content.put("acknowledgedLoss", consent.acknowledgedLoss());
            content.put("consentedAt", consent.at());
        }
        return new Receipt(bare.id(), bare.kind(), content, bare.receivedAt());
    }

    private Mono<Optional<Consent>> consent(Payment payment) {
        return Mono.justOrEmpty(payment.checkout())
                .flatMap(id -> checkouts.get(payment.reader(), id))
                .map(checkout -> Optional.ofNullable(checkout.consent()))
                .onErrorComplete(Problem.class)
                .defaultIfEmpty(Optional.empty());
    }

    /** This much more of it went back. */
    Mono<Void> refunded(Payment payment, long amountMinor) {
        return planName(payment)
                .flatMap(name -> issue(
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
        return notices.receipted(payment.reader(), receipt).then(receipts.add(payment.reader(), receipt));
    }

    private Mono<String> planName(Payment payment) {
        PlanId plan = payment.plan();
        return plan == null
                ? Mono.just("")
                : plans.get(payment.reader().site(), plan).map(Plan::name);
    }

    private static String plan(Payment payment) {
        return payment.plan() == null ? "" : payment.plan().value();
    }
}
