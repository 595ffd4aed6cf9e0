package io.latchkey.payment.stripe;

import com.stripe.model.Subscription;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.SubscriptionUpdateParams.PauseCollection;
import com.stripe.param.SubscriptionUpdateParams.TrialEnd;
import com.stripe.param.common.EmptyParam;
import io.latchkey.shared.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Subscriptions that pause there, and go on with the time that waited. */
@Component
@WhenStripe
class StripePauses {

    private final StripeCalls calls;
    private final StripeLooks looks;
    private final StripeSchedules schedules;
    private final StripeInvoices invoices;
    private final StripeDiscounts discounts;
    private final Clock clock;

    StripePauses(
            StripeCalls calls,
            StripeLooks looks,
            StripeSchedules schedules,
            StripeInvoices invoices,
            StripeDiscounts discounts,
            Clock clock) {
        this.calls = calls;
        this.looks = looks;
        this.schedules = schedules;
        this.invoices = invoices;
        this.discounts = discounts;
        this.clock = clock;
    }

    /** Invoices of the time of a pause are void: nothing is owed for it afterwards. */
    Mono<Void> pause(Subscription there, String key) {
        // What was left was noted then: a discount may have run out since.
        return isPaused(there)
                ? Mono.empty()
                : looks.billed(there)
                        .map(billed -> StripeDiscounts.left(there, billed.state()))
                        .defaultIfEmpty(StripeDiscounts.NOTHING)
                        .flatMap(left ->
                                invoices.withdraw(there, key).then(Mono.defer(() -> update(there, paused(left), key))));
    }

    private static SubscriptionUpdateParams paused(Map<String, String> discountLeft) {
        return SubscriptionUpdateParams.builder()
                .setPauseCollection(PauseCollection.builder()
                        .setBehavior(PauseCollection.Behavior.VOID)
                        .build())
                .putAllMetadata(discountLeft)
                .build();
    }

    /** The time that waited is a time free of charge there; when none is left, billing begins. */
    Mono<Void> resume(Subscription there, Instant paidUntil, String key) {
        if (!isPaused(there)) {
            return Mono.empty();
        }
        return schedules
                .released(there, key)
                .then(Mono.defer(() -> discounts.again(there, paidUntil, key)))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(coupon -> update(there, resumed(paidUntil, coupon), key));
    }

    /** By us, or by Stripe when a trial ended without a card. */
    private static boolean isPaused(Subscription there) {
        return there.getPauseCollection() != null || "paused".equals(there.getStatus());
    }

    private SubscriptionUpdateParams resumed(Instant paidUntil, Optional<String> coupon) {
        SubscriptionUpdateParams.Builder change = SubscriptionUpdateParams.builder()
                .setPauseCollection(EmptyParam.EMPTY)
                .setProrationBehavior(SubscriptionUpdateParams.ProrationBehavior.NONE);
        coupon.ifPresent(it -> change.addDiscount(SubscriptionUpdateParams.Discount.builder()
                        .setCoupon(it)
                        .build())
                .putAllMetadata(StripeDiscounts.NOTHING));
        // Stripe refuses a trial that ended already.
        return paidUntil.isAfter(clock.tokenTime())
                ? change.setTrialEnd(paidUntil.getEpochSecond()).build()
                : change.setTrialEnd(TrialEnd.NOW).build();
    }

    private Mono<Void> update(Subscription there, SubscriptionUpdateParams change, String key) {
        return calls.write(key, (client, options) -> client.v1().subscriptions().update(there.getId(), change, options))
                .then();
    }
}
