package io.latchkey.payment.checkout;

import io.latchkey.payment.promo.PromoCodeId;
import io.latchkey.payment.promo.PromoProblem;
import io.latchkey.payment.promo.Promos;
import io.latchkey.payment.promo.Reduction;
import io.latchkey.payment.provider.CheckoutStatus;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Plan.PackPlan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.time.Clock;
import io.latchkey.subscription.beginning.Beginning;
import io.latchkey.subscription.state.Subscription.Source;
import io.latchkey.subscription.transition.PlanPaths;
import io.latchkey.subscription.transition.SubscriptionBody;
import java.time.Period;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A reader wants a plan: where payment is due they are sent to pay, otherwise they have it. */
@Component
public class Buying {

    private final Plans plans;
    private final ReturnAddresses returnAddresses;
    private final PlanPaths paths;
    private final Beginning beginning;
    private final PackGrants packs;
    private final CheckoutPages pages;
    private final Promos promos;
    private final ReaderLock lock;
    private final Clock clock;

    Buying(
            Plans plans,
            ReturnAddresses returnAddresses,
            PlanPaths paths,
            Beginning beginning,
            PackGrants packs,
            CheckoutPages pages,
            Promos promos,
            ReaderLock lock,
            Clock clock) {
        this.plans = plans;
        this.returnAddresses = returnAddresses;
        this.paths = paths;
        this.beginning = beginning;
        this.packs = packs;
        this.pages = pages;
        this.promos = promos;
        this.lock = lock;
        this.clock = clock;
    }

    /**
     * What was begun.
     *
     * @param checkout the one to pay on; null when nothing was due
     * @param subscription what began at once; null when payment is due first
     */
    public record Begun(@Nullable UUID checkout, @Nullable SubscriptionBody subscription) {}

    /**
     * Refuses with {@code already-subscribed} when the reader has a live subscription; one that
     * costs nothing makes way for one that does.
     */
    Mono<Begun> subscribe(
            ReaderKey reader,
            PlanId id,
            @Nullable PromoCodeId code,
            @Nullable String returnTo,
            @Nullable Consent consent) {
        return lock.transaction(
                reader,
                paths.requireNoneBought(reader)
                        .then(returnAddresses.check(reader, returnTo))
                        .then(plans.getSold(reader.site(), id))
                        .flatMap(plan -> plan instanceof SubscriptionPlan subscription
                                ? subscribe(reader, subscription, code, returnTo, consent)
                                : Mono.error(CheckoutProblem.NOT_A_SUBSCRIPTION.problem())));
    }

    /**
     * As {@link #subscribe}, with a promo code as it was typed; what none looks like is refused
     * with {@code unknown-promo-code}.
     */
    public Mono<Begun> subscribeWithCode(
            ReaderKey reader, PlanId id, @Nullable String typed, @Nullable String returnTo, @Nullable Consent consent) {
        return Mono.fromCallable(() -> Optional.ofNullable(PromoCodeId.typed(typed)))
                .onErrorMap(Problem.class, _ -> PromoProblem.UNKNOWN_PROMO_CODE.problem())
                .flatMap(code -> promos.makingRoom(subscribe(reader, id, code.orElse(null), returnTo, consent)));
    }

    /** Refuses with {@code not-a-pack}, or as {@link #subscribe} does. */
    public Mono<Begun> buyPack(ReaderKey reader, PlanId id, @Nullable String returnTo, @Nullable Consent consent) {
        return lock.transaction(
                reader,
                returnAddresses
                        .check(reader, returnTo)
                        .then(plans.getSold(reader.site(), id))
                        .flatMap(plan -> plan instanceof PackPlan pack
                                ? buyPack(reader, pack, returnTo, consent)
                                : Mono.error(CheckoutProblem.NOT_A_PACK.problem())));
    }

    private Mono<Begun> subscribe(
            ReaderKey reader,
            SubscriptionPlan plan,
            @Nullable PromoCodeId code,
            @Nullable String returnTo,
            @Nullable Consent consent) {
        if (plan.price().free()) {
            return paths.requireBuying(reader, plan)
                    .then(paths.beginsWithTrial(reader, plan))
                    .flatMap(trial -> beginning.begin(reader, plan, Source.FREE, null, trial))
                    .map(begun -> new Begun(null, SubscriptionBody.of(begun)));
        }
        UUID id = Ids.next();
        // The checkout that this one replaces holds a code no longer.
        Mono<Optional<Reduction>> reduction = code == null
                ? promos.release(reader).thenReturn(Optional.empty())
                : promos.reserve(reader, code, plan, id).map(Optional::of);
        return paths.beginsWithTrial(reader, plan)
                .flatMap(trial -> reduction.map(off -> checkout(
                        id, reader, plan, trial ? plan.trial() : null, off.orElse(null), code, returnTo, consent)))
                .flatMap(this::begin);
    }

    private Mono<Begun> buyPack(ReaderKey reader, PackPlan plan, @Nullable String returnTo, @Nullable Consent consent) {
        return plan.price().free()
                ? packs.giveFree(reader, plan).thenReturn(new Begun(null, null))
                : begin(checkout(Ids.next(), reader, plan, null, null, null, returnTo, consent));
    }

    private Checkout checkout(
            UUID id,
            ReaderKey reader,
            Plan plan,
            @Nullable Period trial,
            @Nullable Reduction reduction,
            @Nullable PromoCodeId code,
            @Nullable String returnTo,
            @Nullable Consent consent) {
        Price full = reduction == null ? plan.price() : reduction.reduce(plan.price());
        return new Checkout(
                reader,
                id,
                plan.id(),
                plan instanceof PackPlan,
                plan.price(),
                trial == null ? full.amountMinor() : 0,
                trial,
                Offer.of(plan),
                reduction,
                code,
                consent,
                CheckoutStatus.OPEN,
                returnTo,
                null,
                clock.now());
    }

    private Mono<Begun> begin(Checkout checkout) {
        return pages.begin(checkout).thenReturn(new Begun(checkout.id(), null));
    }
}
