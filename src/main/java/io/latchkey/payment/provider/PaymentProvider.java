package io.latchkey.payment.provider;

import io.latchkey.plan.Discount;
import io.latchkey.plan.Price;
import io.latchkey.subscription.billing.Effective;
import java.net.URI;
import java.time.Instant;
import java.time.Period;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who takes the money; one per deployment. It bills subscriptions by itself and tells of it by
 * events, which are only a reason to look: what holds is what {@link #subscription} and {@link
 * #payment} answer.
 *
 * <p>Every call fails with a {@link ProviderException}, within a time that the adapter bounds. A
 * call that changes something takes a key: repeated with the same key it changes nothing more.
 * Asking for what is so already succeeds.
 */
public interface PaymentProvider {

    /** Its name, as in the address of its events. */
    String name();

    /** Whether there is anybody to pay to; asked before anything is begun that will be paid. */
    default boolean sells() {
        return true;
    }

    /**
     * Why nobody can be billed this, in a sentence for the site; empty when they can.
     *
     * @param period from one payment to the next; null for a pack
     * @param trial null for none
     */
    default Optional<String> cannotBill(Price price, @Nullable Period period, @Nullable Period trial) {
        return Optional.empty();
    }

    /** Opens a page on which the reader pays. The order's checkout id is its key. */
    Mono<OpenedCheckout> open(CheckoutOrder order);

    /**
     * Takes no more money on a page that was opened, where that can be said; what is paid on it all
     * the same is paid back.
     *
     * @param checkout the provider's name for it
     */
    default Mono<Void> close(String checkout) {
        return Mono.empty();
    }

    /**
     * Another plan.
     *
     * @return the state afterwards
     */
    Mono<BilledSubscription> changePlan(String subscription, PlanOrder plan, Effective effective, String key);

    /**
     * Why this cannot come off payments of this price and period, in a sentence; empty when it can.
     */
    default Optional<String> cannotReduce(Price price, Period period, Discount discount) {
        return Optional.empty();
    }

    /**
     * Takes this off the payments to come of a subscription that runs and has no trial, in the place
     * of what came off before. What is paid already stays as it was. Nothing comes off one that does
     * not go on: the state says so.
     *
     * @return the state afterwards
     */
    Mono<BilledSubscription> reduce(String subscription, Discount discount, String key);

    /** No renewal, or the end now; nothing is paid back by it. */
    Mono<Void> cancel(String subscription, Effective effective, String key);

    /** Takes {@link #cancel} at the end of the period back, while it can. */
    Mono<Void> undoCancellation(String subscription, String key);

    /** Bills nothing until {@link #resume}. */
    Mono<Void> pause(String subscription, String key);

    /**
     * Bills again.
     *
     * @param paidUntil when the next payment is due: the time that waited is given back
     */
    Mono<Void> resume(String subscription, Instant paidUntil, String key);

    /**
     * Pays back this much of a payment, in its currency; a little more where the provider does not
     * count that small. The key is remembered for as long as the payment is.
     */
    Mono<Void> refund(String payment, Price amount, String key);

    /**
     * A page on which the reader changes how they pay; where they owe, one on which they pay it.
     *
     * @param returnTo where they go afterwards
     */
    Mono<URI> paymentMethodPage(String customer, URI returnTo);

    /**
     * Forgets who a reader is: their address, their name, how they paid. What was paid stays in its
     * books. One that is forgotten already is no failure.
     */
    default Mono<Void> forget(String customer) {
        return Mono.empty();
    }

    /** The present state of a subscription; empty when there is none of ours under this name. */
    Mono<BilledSubscription> subscription(String ref);

    /** The present state of a payment; empty when there is none of ours under this name. */
    Mono<BilledPayment> payment(String ref);

    /** The names of all payments for a subscription that arrived, the last one first. */
    Flux<String> payments(String subscription);

    /** All subscriptions of ours that have not ended there. */
    Flux<BilledSubscription> subscriptions();

    /**
     * Makes sure that the provider sent this, before anything of it is parsed, and says what it is
     * about.
     *
     * @param body as it came
     * @param now the wall clock's time
     * @throws ProviderException {@link ProviderException.Reason#FORGED} when it did not, or long
     *     ago
     */
    IncomingEvent verified(HttpHeaders headers, byte[] body, Instant now);

    /**
     * What it told in a time, whether anybody heard it or not; nothing where nothing it tells can be
     * lost. How far back it remembers is its own affair.
     *
     * @param after those of this moment not among them
     * @param until those of this moment among them
     */
    default Flux<IncomingEvent> told(Instant after, Instant until) {
        return Flux.empty();
    }
}
