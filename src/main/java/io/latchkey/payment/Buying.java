package io.latchkey.payment;

import io.latchkey.payment.promo.PromoCodeId;
import io.latchkey.payment.promo.PromoProblem;
import io.latchkey.payment.promo.Promos;
import io.latchkey.payment.promo.Reduction;
import io.latchkey.payment.provider.CheckoutOrder;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Plan.PackPlan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import io.latchkey.reader.ReaderLock;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.Input;
import io.latchkey.subscription.Beginning;
import io.latchkey.subscription.PlanPaths;
import io.latchkey.subscription.Subscription.Source;
import io.latchkey.subscription.SubscriptionBody;
import java.net.URI;
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
    private final Checkouts checkouts;
    private final BilledSubscriptions ties;
    private final PackFulfilment packs;
    private final Promos promos;
    private final ReaderLock lock;
    private final Optional<PaymentProvider> provider;
    private final Clock clock;

    Buying(
            Plans plans,
            ReturnAddresses returnAddresses,
            PlanPaths paths,
            Beginning beginning,
            Checkouts checkouts,
            BilledSubscriptions ties,
            PackFulfilment packs,
            Promos promos,
            ReaderLock lock,
            Optional<PaymentProvider> provider,
            Clock clock) {
        this.plans = plans;
        this.returnAddresses = returnAddresses;
        this.paths = paths;
        this.beginning = beginning;
        this.checkouts = checkouts;
        this.ties = ties;
        this.packs = packs;
        this.promos = promos;
        this.lock = lock;
        this.provider = provider;
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
     * What the reader gets.
     *
     * @param checkout where to pay; null when nothing was due
     * @param subscription what began at once; null when payment is due first
     */
    public record Bought(
            @Nullable CheckoutLink checkout, @Nullable SubscriptionBody subscription) {}

    /**
     * Where the reader pays.
     *
     * @param url of the provider's page
     */
    public record CheckoutLink(URI url) {}

    /**
     * The attempt once more, when its promo code was held by checkouts that cannot be paid any
     * more. Outside of the attempt's transaction, because those are other readers'.
     */
    <T> Mono<T> makingRoom(Mono<T> attempt) {
        return attempt.onErrorResume(
                Problem.class,
                refused -> refused.kind() == PromoProblem.PROMO_CODE_USED_UP
                        ? promos.expire()
                                .filter(freed -> freed > 0)
                                .switchIfEmpty(Mono.error(refused))
                                .flatMap(_ -> attempt)
                        : Mono.error(refused));
    }

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
                                : Mono.error(PaymentProblem.NOT_A_SUBSCRIPTION.problem())));
    }

    /**
     * As {@link #subscribe}, with a promo code as it was typed; what none looks like is refused
     * with {@code unknown-promo-code}.
     */
    public Mono<Begun> subscribeWithCode(
            ReaderKey reader, PlanId id, @Nullable String typed, @Nullable String returnTo, @Nullable Consent consent) {
        return Mono.fromCallable(() -> Optional.ofNullable(PromoCodeId.typed(typed)))
                .onErrorMap(Problem.class, _ -> PromoProblem.UNKNOWN_PROMO_CODE.problem())
                .flatMap(code -> makingRoom(subscribe(reader, id, code.orElse(null), returnTo, consent)));
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
                                : Mono.error(PaymentProblem.NOT_A_PACK.problem())));
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
        Mono<Optional<Reduction>> reduction = code == null
                ? Mono.just(Optional.empty())
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
                Checkout.Status.OPEN,
                returnTo,
                null,
                clock.now());
    }

    private Mono<Begun> begin(Checkout checkout) {
        return provider.isEmpty()
                ? Mono.error(PaymentProblem.NO_PAYMENT_PROVIDER.problem())
                : checkouts.open(checkout).thenReturn(new Begun(checkout.id(), null));
    }

    /**
     * Where to pay on a checkout. The provider is asked outside of the transaction that began it,
     * because nothing may be locked while somebody else is slow; asked again it answers the same.
     */
    public Mono<Bought> page(ReaderKey reader, UUID id) {
        return checkouts
                .get(reader, id)
                .flatMap(checkout -> checkout.url() == null ? opened(checkout) : Mono.just(checkout.url()))
                .map(url -> new Bought(new CheckoutLink(url), null));
    }

    private Mono<URI> opened(Checkout checkout) {
        // A provider opens no page that is over in a moment.
        if (clock.now().isAfter(checkout.createdAt().plus(Checkout.OPENED_WITHIN))) {
            return Mono.error(PaymentProblem.CHECKOUT_EXPIRED.problem());
        }
        return Mono.justOrEmpty(provider)
                .switchIfEmpty(Mono.error(PaymentProblem.NO_PAYMENT_PROVIDER::problem))
                .flatMap(present -> order(present, checkout).flatMap(present::open))
                .onErrorMap(ProviderException.class, PaymentProblem::of)
                .flatMap(opened -> checkouts.tie(checkout, opened).thenReturn(opened.url()));
    }

    private Mono<CheckoutOrder> order(PaymentProvider present, Checkout checkout) {
        ReaderKey reader = checkout.reader();
        Reduction reduction = checkout.reduction();
        String returnTo = checkout.returnTo();
        return ties.customer(reader, present.name())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .map(customer -> new CheckoutOrder(
                        checkout.id(),
                        reader,
                        checkout.plan(),
                        checkout.offer().name(),
                        checkout.price(),
                        checkout.offer().period(),
                        checkout.trial(),
                        reduction == null ? null : reduction.discount(),
                        customer.orElse(null),
                        null,
                        checkout.expiresAt(),
                        returnTo == null ? null : Input.httpUri("returnTo", returnTo)));
    }
}
