package io.latchkey.payment.sync;

import io.latchkey.event.EventLog;
import io.latchkey.payment.checkout.Checkouts;
import io.latchkey.payment.money.BilledSubscriptions.Tie;
import io.latchkey.payment.promo.PromoCodeId;
import io.latchkey.payment.promo.Promos;
import io.latchkey.payment.promo.Reduction;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderProblem;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.shared.database.Shield;
import io.latchkey.shared.problem.Problem;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionProblem;
import io.latchkey.subscription.transition.PlanPaths;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * A reader who is about to cancel may stay for less, by a promo code of their site's: it comes off
 * from the next payment on, once a reader. What is paid already stays paid. The provider is asked
 * while the reader waits: nothing is promised that it does not do.
 */
@Component
public class Retention {

    private final Savings savings;
    private final PlanPaths paths;
    private final Promos promos;
    private final Checkouts checkouts;
    private final PaymentProvider provider;
    private final Synchronisation synchronisation;
    private final EventLog events;
    private final ReaderLock lock;
    private final Shield shield;

    Retention(
            Savings savings,
            PlanPaths paths,
            Promos promos,
            Checkouts checkouts,
            PaymentProvider provider,
            Synchronisation synchronisation,
            EventLog events,
            ReaderLock lock,
            Shield shield) {
        this.savings = savings;
        this.paths = paths;
        this.promos = promos;
        this.checkouts = checkouts;
        this.provider = provider;
        this.synchronisation = synchronisation;
        this.events = events;
        this.lock = lock;
        this.shield = shield;
    }

    /**
     * What staying costs.
     *
     * @param price of each payment
     * @param payments how many; null for all that are to come
     */
    public record Saving(Price price, @Nullable Integer payments) {}

    /** What the reader could have now; empty when they could not. */
    public Mono<Saving> look(ReaderKey reader, PromoCodeId code) {
        return paths.latestIfAny(reader)
                .flatMap(current -> savings.look(current, code)
                        .map(reduction -> new Saving(
                                reduction.reduce(current.price()),
                                reduction.discount().payments())));
    }

    /**
     * Takes it; asked again while it counts it is the same. Refuses with {@code no-subscription},
     * {@code not-possible-now}, what a promo code is refused with, or what a provider is that does
     * not answer: then it can be asked again.
     */
    public Mono<Void> take(ReaderKey reader, PromoCodeId code) {
        return paths.latest(reader)
                .flatMap(current -> take(current, code))
                .switchIfEmpty(Mono.error(SubscriptionProblem.NOT_POSSIBLE_NOW::problem))
                .onErrorResume(Problem.class, refused -> taken(reader, code).switchIfEmpty(Mono.error(refused)))
                .then();
    }

    /** True when it was taken before, perhaps by another click of the same reader a moment ago. */
    private Mono<Boolean> taken(ReaderKey reader, PromoCodeId code) {
        return paths.latest(reader)
                .filter(Subscription::paysLess)
                .flatMap(current -> promos.redeemed(reader, code, current.id()))
                .filter(Boolean::booleanValue);
    }

    private Mono<Boolean> take(Subscription current, PromoCodeId code) {
        return promos.redeemed(current.reader(), code, current.id())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                // What was begun and not answered may be done there already.
                .filter(redeemed -> redeemed.isPresent() || current.paysInFull())
                .flatMap(redeemed ->
                        savings.ready(current).flatMap(tie -> take(tie, current, code, redeemed.isEmpty())));
    }

    /** @param first whether nothing of it can be done there yet: then the code is free when this fails */
    private Mono<Boolean> take(Tie tie, Subscription current, PromoCodeId code, boolean first) {
        return savings.hold(current, code)
                .flatMap(reduction -> shield.finish(give(tie, current, code, reduction)))
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.defer(() -> letGo(current).then(Mono.empty())))
                .onErrorResume(
                        ProviderException.class,
                        failed -> (held(failed, first) ? Mono.<Void>empty() : letGo(current))
                                .then(Mono.error(ProviderProblem.of(failed))));
    }

    /** What did not answer may have done it: then the code is held for an hour, to be asked again. */
    private static boolean held(ProviderException failed, boolean first) {
        return switch (failed.reason()) {
            case UNANSWERED -> true;
            case REFUSED, DECLINED -> false;
            default -> !first;
        };
    }

    private Mono<Void> letGo(Subscription current) {
        return promos.release(current.reader(), current.id());
    }

    /** @return whether it comes off: nothing does from what ends there, or becomes something else */
    private Mono<Boolean> give(Tie tie, Subscription current, PromoCodeId code, Reduction reduction) {
        // The same at each try, so that it comes off once.
        String key = "less:" + current.id() + ":" + code;
        return synchronisation
                .begin(tie.ref())
                .flatMap(look -> provider.reduce(tie.ref(), reduction.discount(), key)
                        .delayUntil(there -> synchronisation.apply(look, there, null))
                        .map(there -> there.state().goesOnAsItIs())
                        .delayUntil(comes ->
                                comes ? note(current, code, reduction.from(current.paidUntil())) : Mono.empty()));
    }

    /** Once, though several clicks come here at once. */
    private Mono<Void> note(Subscription current, PromoCodeId code, Reduction reduction) {
        ReaderKey reader = current.reader();
        return lock.transaction(
                reader,
                promos.redeemed(reader, code, current.id())
                        .defaultIfEmpty(false)
                        .filter(done -> !done)
                        .flatMap(_ -> checkouts
                                .bought(reader, current.id())
                                .flatMap(bought -> checkouts.reduce(bought, reduction))
                                .then(tell(current, code))
                                .then(promos.confirm(reader, code, current.id())))
                        .then());
    }

    private Mono<Void> tell(Subscription current, PromoCodeId code) {
        return Mono.defer(() -> events.append(
                current.reader().site(),
                current.reader().id(),
                SyncFact.DISCOUNTED,
                new SyncFact.Discounted(current.id(), current.plan(), code)));
    }
}
