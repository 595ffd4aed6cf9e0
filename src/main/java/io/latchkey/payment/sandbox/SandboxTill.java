package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.BilledDispute;
import io.latchkey.payment.provider.CheckoutOrder;
import io.latchkey.payment.provider.IncomingEvent;
import io.latchkey.payment.provider.IncomingEvent.PaymentChanged;
import io.latchkey.payment.provider.IncomingEvent.SubscriptionChanged;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.payment.provider.ProviderEvents;
import io.latchkey.payment.provider.ProviderProblem;
import io.latchkey.plan.Discount;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.database.Shield;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.Sites;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Where the sandbox takes its pretended money. Whatever changes in its books is told of by an event
 * in the same transaction.
 */
@Component
@WhenSandbox
class SandboxTill {

    /** The provider's name. */
    static final String NAME = "sandbox";

    private final SandboxBooks books;
    private final Sites sites;
    private final ObjectProvider<ProviderEvents> events;
    private final Shield shield;
    private final Clock clock;

    /** The inbox needs the provider to look at, and the provider the inbox to tell: late bound. */
    SandboxTill(SandboxBooks books, Sites sites, ObjectProvider<ProviderEvents> events, Shield shield, Clock clock) {
        this.books = books;
        this.sites = sites;
        this.events = events;
        this.shield = shield;
        this.clock = clock;
    }

    /** The reader pays on the checkout; paying again does nothing. */
    Mono<Void> pay(ReaderKey reader, UUID checkout) {
        return shield.transaction(books.checkout(reader, checkout)
                .filter(open -> open.status() != SandboxCheckout.Status.PAID)
                .doOnNext(this::requireUnexpired)
                .flatMap(open ->
                        books.put(open.become(SandboxCheckout.Status.PAID)).then(take(open.order()))));
    }

    private void requireUnexpired(SandboxCheckout checkout) {
        if (!clock.now().isBefore(checkout.order().expiresAt())) {
            throw ProviderProblem.CHECKOUT_EXPIRED.problem();
        }
    }

    /** The reader's card declines on the checkout. */
    Mono<Void> decline(ReaderKey reader, UUID checkout) {
        return shield.transaction(books.checkout(reader, checkout)
                .filter(open -> open.status() != SandboxCheckout.Status.PAID)
                .flatMap(open -> books.put(open.become(SandboxCheckout.Status.DECLINED))
                        .then(payment(open.order(), null, open.order().price(), false))
                        .then()));
    }

    /** The bank calls back what was last paid on this checkout, or for its subscription. */
    Mono<Void> dispute(ReaderKey reader, UUID checkout) {
        return shield.transaction(books.lastPayment(reader, checkout)
                .filter(payment -> payment.keptMinor() > 0)
                .flatMap(payment -> change(payment.calledBack(clock.now()))));
    }

    /** The bank decides on what it called back there. */
    Mono<Void> decide(ReaderKey reader, UUID checkout, BilledDispute.Status verdict) {
        return shield.transaction(books.lastPayment(reader, checkout)
                .filter(SandboxPayment::inDispute)
                .flatMap(payment -> change(payment.decided(verdict))));
    }

    private Mono<Void> take(CheckoutOrder order) {
        if (order.period() == null) {
            return payment(order, null, firstPrice(order), true).then();
        }
        PlanOrder plan = new PlanOrder(order.plan(), order.name(), order.price(), order.period(), true);
        return sites.get(order.reader().site())
                .map(site -> SandboxSubscription.begun(Ids.next(), order, plan, site.timeZone(), clock.now()))
                .flatMap(this::keep);
    }

    private static Price firstPrice(CheckoutOrder order) {
        Discount discount = order.discount();
        long price = order.price().amountMinor();
        long off = discount == null ? 0 : discount.offMinor(price);
        return new Price(price - off, order.price().currency());
    }

    /** Writes the next state, the payment that came with it, and tells of both. */
    Mono<Void> keep(SandboxSubscription.Step step) {
        SandboxSubscription next = step.next();
        if (step.chargedMinor() == 0) {
            return books.put(next).then(tell(new SubscriptionChanged(eventId(), next.ref())));
        }
        SandboxPayment payment = new SandboxPayment(
                Ids.next(),
                next.reader(),
                next.checkout(),
                next.plan().plan(),
                next.ref(),
                new Price(step.chargedMinor(), next.plan().price().currency()),
                Map.of(),
                List.of(),
                step.periodStart(),
                next.paidUntil(),
                clock.now());
        return books.put(next.lastPaidBy(payment.ref()))
                .then(books.put(payment))
                .then(tell(new SubscriptionChanged(eventId(), next.ref())))
                .then(tell(new PaymentChanged(eventId(), payment.ref())));
    }

    /** Changes a subscription; nothing is told when nothing changed. */
    Mono<SandboxSubscription> change(SandboxRef ref, UnaryOperator<SandboxSubscription> change) {
        return shield.transaction(books.subscription(ref.reader(), ref.id()).flatMap(before -> {
            SandboxSubscription after = change.apply(before);
            return after.equals(before)
                    ? Mono.just(after)
                    : keep(new SandboxSubscription.Step(after, 0)).thenReturn(after);
        }));
    }

    /** Changes a payment and tells of it. */
    Mono<Void> change(SandboxPayment payment) {
        return books.put(payment).then(tell(new PaymentChanged(eventId(), payment.ref())));
    }

    private Mono<SandboxPayment> payment(
            CheckoutOrder order, @Nullable String subscription, Price price, boolean paid) {
        SandboxPayment payment = new SandboxPayment(
                Ids.next(),
                order.reader(),
                order.checkout(),
                order.plan(),
                subscription,
                price,
                Map.of(),
                List.of(),
                null,
                null,
                paid ? clock.now() : null);
        return change(payment).thenReturn(payment);
    }

    private Mono<Void> tell(IncomingEvent event) {
        return Mono.defer(() -> events.getObject().store(NAME, event));
    }

    private static String eventId() {
        return "event_" + Ids.next();
    }
}
