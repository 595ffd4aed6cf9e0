package io.latchkey.payment.promo;

import io.latchkey.payment.promo.Redemptions.Freed;
import io.latchkey.payment.promo.Redemptions.Redemption;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Perishable;
import io.latchkey.site.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Redeems promo codes: reserved with a checkout, confirmed when it is paid, released when it cannot
 * be paid any more. Each joins the transaction that changes the checkout. For a subscription that
 * runs, a code is reserved before the provider is asked, and confirmed when it has answered.
 *
 * <p>Of a code, as many are taken as there are rows that use it. The reader's row is always changed
 * before the code's, and several codes in their order, so that no two transactions wait for each
 * other. The code's row stays locked until the commit: nothing slow belongs into the transaction.
 */
@Component
public class Promos implements Perishable {

    /** As long as a checkout can be paid. */
    private static final Duration RESERVED_FOR = Duration.ofHours(1);

    private static final Comparator<Freed> CODE_ORDER =
            Comparator.<Freed, String>comparing(freed -> freed.site().value()).thenComparing(Freed::code);

    private final PromoCodes codes;
    private final Redemptions redemptions;
    private final ReaderLock lock;
    private final Clock clock;

    Promos(PromoCodes codes, Redemptions redemptions, ReaderLock lock, Clock clock) {
        this.codes = codes;
        this.redemptions = redemptions;
        this.lock = lock;
        this.clock = clock;
    }

    /**
     * Holds the code for a checkout and says what it takes off. A reservation of the reader's
     * former checkout comes along, or goes when it is of another code. Every refusal leaves all as
     * it was.
     */
    public Mono<Reduction> reserve(ReaderKey reader, PromoCodeId code, SubscriptionPlan plan, UUID checkout) {
        return codes.get(reader.site(), code)
                .map(found -> found.reductionFor(plan, clock.now()))
                .flatMap(reduction ->
                        lock.transaction(reader, hold(reader, code, checkout)).thenReturn(reduction));
    }

    /** Refuses with {@code unknown-promo-code} what this site does not have. */
    public Mono<Void> require(SiteId site, PromoCodeId code) {
        return codes.get(site, code).then();
    }

    /** What the code would take off for this reader now; empty when they cannot use it. */
    public Mono<Reduction> look(ReaderKey reader, PromoCodeId code, SubscriptionPlan plan) {
        return codes.get(reader.site(), code)
                .map(found -> found.reductionFor(plan, clock.now()))
                .filterWhen(_ -> uses(reader, code)
                        .flatMap(uses -> uses.isEmpty()
                                ? codes.hasRoom(reader.site(), code)
                                : Mono.just(
                                        uses.stream().allMatch(use -> use.status() == Redemptions.Status.RESERVED))))
                .onErrorComplete(Problem.class);
    }

    /**
     * Whether the reader redeemed the code with this checkout, or for this subscription; empty when
     * they did not even begin to.
     */
    public Mono<Boolean> redeemed(ReaderKey reader, PromoCodeId code, UUID checkout) {
        return uses(reader, code)
                .flatMapIterable(uses -> uses)
                .filter(use -> use.checkout().equals(checkout))
                .map(use -> use.status() == Redemptions.Status.REDEEMED)
                .next();
    }

    private Mono<List<Redemption>> uses(ReaderKey reader, PromoCodeId code) {
        return redemptions.of(reader).filter(use -> use.code().equals(code)).collectList();
    }

    /**
     * The checkout was paid. False when the code cannot be honoured any more, because it was
     * redeemed by another checkout, or its reservation has ended and others took the room: such a
     * payment is to be paid back. Repeated, it answers the same.
     */
    public Mono<Boolean> confirm(ReaderKey reader, PromoCodeId code, UUID checkout) {
        return lock.transaction(
                reader,
                redemptions
                        .redeem(reader, code, checkout)
                        .flatMap(added -> added ? takeLate(reader, code) : Mono.just(true))
                        .defaultIfEmpty(false));
    }

    /**
     * The attempt once more, when its promo code was held by checkouts that cannot be paid any
     * more. Outside of the attempt's transaction, because those are other readers'.
     */
    public <T> Mono<T> makingRoom(Mono<T> attempt) {
        return attempt.onErrorResume(
                Problem.class,
                refused -> refused.kind() == PromoProblem.PROMO_CODE_USED_UP
                        ? expire().filter(freed -> freed > 0)
                                .switchIfEmpty(Mono.error(refused))
                                .flatMap(_ -> attempt)
                        : Mono.error(refused));
    }

    /** The checkout is not to be paid any more; what it redeemed stays redeemed. */
    public Mono<Void> release(ReaderKey reader, UUID checkout) {
        return lock.transaction(
                reader, giveBack(redemptions.release(reader, checkout)).then());
    }

    /** No checkout with a code is to be paid by this reader any more. */
    public Mono<Void> release(ReaderKey reader) {
        return lock.transaction(reader, giveBack(redemptions.release(reader)).then());
    }

    /**
     * Returns reservations that are older than this. Their checkouts may be there still: a payment
     * that arrives later is confirmed only while there is room.
     */
    Mono<Long> expireReservations(Instant before) {
        return redemptions
                .reservedBefore(before)
                .concatMap(reader ->
                        lock.transactionIfFree(reader, giveBack(redemptions.releaseReservedBefore(reader, before))))
                .reduce(0L, Long::sum);
    }

    /** Returns what is held for checkouts that cannot be paid any more. */
    @Scheduled(fixedDelay = 60_000)
    public Mono<Long> expire() {
        return Mono.defer(() -> purge(clock.now()));
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return expireReservations(now.minus(RESERVED_FOR));
    }

    private Mono<Void> hold(ReaderKey reader, PromoCodeId code, UUID checkout) {
        return redemptions
                .reserve(reader, code, checkout)
                .switchIfEmpty(Mono.error(PromoProblem.PROMO_CODE_ALREADY_USED::problem))
                .flatMap(added -> redemptions
                        .releaseOthers(reader, code)
                        .collectList()
                        .flatMap(others -> recount(reader, code, added, others)));
    }

    private Mono<Void> recount(ReaderKey reader, PromoCodeId code, boolean added, List<Freed> others) {
        TreeMap<PromoCodeId, Mono<Void>> inOrder = new TreeMap<>();
        others.forEach(other -> inOrder.put(other.code(), codes.giveBack(other.site(), other.code(), 1)));
        if (added) {
            inOrder.put(code, take(reader, code));
        }
        return Flux.fromIterable(inOrder.values())
                .concatMap(Function.identity())
                .then();
    }

    private Mono<Void> take(ReaderKey reader, PromoCodeId code) {
        return codes.take(reader.site(), code)
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(PromoProblem.PROMO_CODE_USED_UP::problem))
                .then();
    }

    private Mono<Boolean> takeLate(ReaderKey reader, PromoCodeId code) {
        return codes.take(reader.site(), code)
                .flatMap(taken -> taken
                        ? Mono.just(true)
                        : redemptions.forget(reader, code).thenReturn(false));
    }

    private Mono<Long> giveBack(Flux<Freed> freed) {
        return freed.collect(Collectors.groupingBy(
                        Function.identity(), () -> new TreeMap<>(CODE_ORDER), Collectors.counting()))
                .flatMapIterable(Map::entrySet)
                .concatMap(
                        one -> codes.giveBack(one.getKey().site(), one.getKey().code(), one.getValue())
                                .thenReturn(one.getValue()))
                .reduce(0L, Long::sum);
    }
}
