package io.latchkey.payment;

import io.latchkey.metering.GrantSource;
import io.latchkey.metering.Grants;
import io.latchkey.plan.Plan.PackPlan;
import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.Sites;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives the unlocks of packs, once; what nobody wants any more is paid back. */
@Component
class PackFulfilment {

    private final Checkouts checkouts;
    private final Refunds refunds;
    private final PaymentReceipts receipts;
    private final PackRefunds packRefunds;
    private final Grants grants;
    private final Sites sites;
    private final PaymentFacts facts;
    private final Clock clock;

    PackFulfilment(
            Checkouts checkouts,
            Refunds refunds,
            PaymentReceipts receipts,
            PackRefunds packRefunds,
            Grants grants,
            Sites sites,
            PaymentFacts facts,
            Clock clock) {
        this.checkouts = checkouts;
        this.refunds = refunds;
        this.receipts = receipts;
        this.packRefunds = packRefunds;
        this.grants = grants;
        this.sites = sites;
        this.facts = facts;
        this.clock = clock;
    }

    /** A pack's unlocks for its first payment; whatever else is paid on a checkout goes back. */
    Mono<Payment> arrived(Payment payment) {
        UUID checkout = Objects.requireNonNull(payment.checkout());
        return facts.tell(payment, PaymentFact.PAYMENT_RECEIVED)
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
        return unlocksOf(checkout.reader(), checkout.offer())
                .flatMap(unlocks -> give(checkout.reader(), unlocks, origin(checkout.id()))
                        .then(checkouts.become(checkout, Checkout.Status.PAID))
                        .then(facts.tell(checkout, PaymentFact.CHECKOUT_PAID, null))
                        .thenReturn(unlocks));
    }

    private Mono<Void> payBack(Payment payment, UUID id) {
        return refunds.want(payment, payment.keptMinor())
                .then(checkouts.locked(payment.reader(), id))
                .onErrorComplete(Problem.class)
                .filter(checkout -> checkout.status() == Checkout.Status.REPLACED)
                .flatMap(checkout -> checkouts
                        .become(checkout, Checkout.Status.REFUNDED)
                        .then(facts.tell(checkout, PaymentFact.CHECKOUT_REFUNDED, null)));
    }

    /** A pack that costs nothing; refuses with {@code already-taken} what is had once only. */
    Mono<Void> giveFree(ReaderKey reader, PackPlan pack) {
        String which = pack.id().value() + (pack.once() ? "" : ":" + Ids.next());
        return unlocksOf(reader, Offer.of(pack))
                .flatMap(unlocks -> give(reader, unlocks, Grants.FREE + which))
                .filter(given -> given)
                .switchIfEmpty(Mono.error(PaymentProblem.ALREADY_TAKEN::problem))
                .then();
    }

    /** So much of the payment went back in all; of what subscribes, nothing is to be done here. */
    Mono<Void> wentBack(Payment payment, long refundedMinor) {
        return payment.checkout() == null || payment.subscription() != null
                ? Mono.empty()
                : packRefunds.refunded(payment.reader(), origin(payment.checkout()), payment.price(), refundedMinor);
    }

    private Mono<GivenUnlocks> unlocksOf(ReaderKey reader, Offer pack) {
        return sites.get(reader.site())
                .map(site -> new GivenUnlocks(
                        pack.unlocks(), expiry(pack, clock.now().atZone(site.timeZone()))));
    }

    /** Once for each origin; says whether they were given now. */
    private Mono<Boolean> give(ReaderKey reader, GivenUnlocks unlocks, String origin) {
        return grants.giveOnce(reader, GrantSource.PACK, unlocks.unlocks(), unlocks.until(), origin);
    }

    private static String origin(UUID checkout) {
        return "checkout:" + checkout;
    }

    private static @Nullable Instant expiry(Offer pack, ZonedDateTime now) {
        return pack.validFor() == null ? null : now.plus(pack.validFor()).toInstant();
    }
}
