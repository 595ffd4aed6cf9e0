package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.BilledPayment;
import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.payment.provider.CheckoutOrder;
import io.latchkey.payment.provider.IncomingEvent;
import io.latchkey.payment.provider.OpenedCheckout;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import io.latchkey.plan.Discount;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Shield;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.subscription.billing.Effective;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The sandbox as a payment provider: bills by itself, and no money moves. */
@Component
@WhenSandbox
class SandboxProvider implements PaymentProvider {

    /** As many as a provider tells with a subscription. */
    private static final int LATEST_PAYMENTS = 5;

    /** A daily plan over ten years. */
    private static final int MOST_PAYMENTS = 4_000;

    private final SandboxBooks books;
    private final SandboxTill till;
    private final SandboxSignature signature;
    private final Optional<SandboxFaults> faults;
    private final Shield shield;
    private final Clock clock;
    private final URI issuer;

    SandboxProvider(
            SandboxBooks books,
            SandboxTill till,
            SandboxSignature signature,
            Optional<SandboxFaults> faults,
            Shield shield,
            Clock clock,
            LatchkeySettings settings) {
        this.books = books;
        this.till = till;
        this.signature = signature;
        this.faults = faults;
        this.shield = shield;
        this.clock = clock;
        this.issuer = settings.issuer();
    }

    @Override
    public String name() {
        return SandboxTill.NAME;
    }

    /** The address names site, reader and checkout; its 74 random bits keep it to its reader. */
    @Override
    public Mono<OpenedCheckout> open(CheckoutOrder order) {
        ReaderKey reader = order.reader();
        String ref = new SandboxRef(SandboxRef.CHECKOUT, reader, order.checkout()).toString();
        return reached("open")
                .then(Mono.defer(
                        () -> books.put(new SandboxCheckout(order.withoutEmail(), SandboxCheckout.Status.OPEN))))
                .thenReturn(new OpenedCheckout(ref, URI.create(issuer + SandboxPages.path(reader, order.checkout()))));
    }

    /** The page shows by itself that another took its place. */
    @Override
    public Mono<Void> close(String checkout) {
        return reached("close");
    }

    @Override
    public Mono<BilledSubscription> changePlan(String subscription, PlanOrder plan, Effective effective, String key) {
        return reached("changePlan")
                .then(known(subscription))
                .flatMap(ref -> effective == Effective.PERIOD_END
                        ? till.change(ref, it -> it.changedLater(plan))
                        : changeNow(ref, plan))
                .switchIfEmpty(refused("No such subscription."))
                .map(SandboxSubscription::billed)
                .delayUntil(_ -> answered("changePlan"));
    }

    private Mono<SandboxSubscription> changeNow(SandboxRef ref, PlanOrder plan) {
        return shield.transaction(books.subscription(ref.reader(), ref.id()).flatMap(before -> {
            if (before.plan().plan().equals(plan.plan())) {
                return Mono.just(before);
            }
            if (before.cardDeclines() && before.changeMinor(plan, clock.now()) > 0) {
                return Mono.error(new ProviderException(Reason.DECLINED, "The card declined."));
            }
            return till.keep(before.changedNow(plan, clock.now()))
                    .then(Mono.defer(() -> books.subscription(ref.reader(), ref.id())));
        }));
    }

    @Override
    public Mono<BilledSubscription> reduce(String subscription, Discount discount, String key) {
        return reached("reduce")
                .then(known(subscription))
                .flatMap(ref -> till.change(ref, it -> it.reduced(discount, key)))
                .switchIfEmpty(refused("No such subscription."))
                .map(SandboxSubscription::billed)
                .delayUntil(_ -> answered("reduce"));
    }

    @Override
    public Mono<Void> cancel(String subscription, Effective effective, String key) {
        return changed(
                "cancel",
                subscription,
                it -> effective == Effective.NOW ? it.ended(clock.now()) : it.canceled(clock.now()));
    }

    @Override
    public Mono<Void> undoCancellation(String subscription, String key) {
        return changed("undoCancellation", subscription, SandboxSubscription::undone);
    }

    @Override
    public Mono<Void> pause(String subscription, String key) {
        return changed("pause", subscription, SandboxSubscription::paused);
    }

    @Override
    public Mono<Void> resume(String subscription, Instant paidUntil, String key) {
        return changed("resume", subscription, it -> it.resumed(paidUntil));
    }

    /** What has ended does not change any more. */
    private Mono<Void> changed(String call, String subscription, UnaryOperator<SandboxSubscription> change) {
        return reached(call)
                .then(known(subscription))
                .flatMap(ref -> till.change(ref, it -> it.endedAt() == null ? change.apply(it) : it))
                .switchIfEmpty(refused("No such subscription."))
                .then();
    }

    @Override
    public Mono<Void> refund(String payment, Price amount, String key) {
        return reached("refund")
                .then(Mono.justOrEmpty(SandboxRef.parse(SandboxRef.PAYMENT, payment)))
                .switchIfEmpty(refused("No such payment."))
                .flatMap(ref -> shield.transaction(books.payment(ref.reader(), ref.id())
                        .switchIfEmpty(refused("No such payment."))
                        .flatMap(it -> refund(it, amount.amountMinor(), key))));
    }

    private Mono<Void> refund(SandboxPayment payment, long amountMinor, String key) {
        if (payment.refunds().containsKey(key)) {
            return Mono.empty();
        }
        return amountMinor > payment.keptMinor()
                ? refused("More than is left of the payment.")
                : till.change(payment.refunded(key, amountMinor));
    }

    /** The page of the checkout that the subscription began with: there the card can be changed. */
    @Override
    public Mono<URI> paymentMethodPage(String customer, URI returnTo) {
        return reached("paymentMethodPage")
                .then(Mono.justOrEmpty(SandboxRef.parse(SandboxRef.CUSTOMER, customer)))
                .switchIfEmpty(refused("No such customer."))
                .flatMap(ref -> books.subscriptions()
                        .filter(it -> it.reader().equals(ref.reader()))
                        .next())
                .switchIfEmpty(refused("This customer has no subscription."))
                .delayUntil(it -> shield.transaction(books.checkout(it.reader(), it.checkout())
                        .flatMap(checkout -> books.put(checkout.returningTo(returnTo)))))
                .map(it -> URI.create(issuer + SandboxPages.path(it.reader(), it.checkout())));
    }

    @Override
    public Mono<BilledSubscription> subscription(String ref) {
        return reached("subscription")
                .then(Mono.justOrEmpty(SandboxRef.parse(SandboxRef.SUBSCRIPTION, ref)))
                .flatMap(known -> books.subscription(known.reader(), known.id())
                        .zipWith(paid(known, LATEST_PAYMENTS).collectList()))
                .map(both -> both.getT1().billed(both.getT2()));
    }

    @Override
    public Flux<String> payments(String subscription) {
        return reached("payments").then(known(subscription)).flatMapMany(known -> paid(known, MOST_PAYMENTS));
    }

    private Flux<String> paid(SandboxRef subscription, int most) {
        return books.payments(subscription, most).map(SandboxPayment::ref);
    }

    @Override
    public Mono<BilledPayment> payment(String ref) {
        return reached("payment")
                .then(Mono.justOrEmpty(SandboxRef.parse(SandboxRef.PAYMENT, ref)))
                .flatMap(known -> books.payment(known.reader(), known.id()))
                .map(SandboxPayment::billed);
    }

    @Override
    public Flux<BilledSubscription> subscriptions() {
        return reached("subscriptions").thenMany(books.subscriptions().map(SandboxSubscription::billed));
    }

    @Override
    public IncomingEvent verified(HttpHeaders headers, byte[] body, Instant now) {
        return signature.verified(headers, body, now);
    }

    private Mono<Void> reached(String call) {
        return Mono.justOrEmpty(faults).flatMap(it -> it.before(call));
    }

    private Mono<Void> answered(String call) {
        return Mono.justOrEmpty(faults).flatMap(it -> it.after(call));
    }

    private static Mono<SandboxRef> known(String subscription) {
        return Mono.justOrEmpty(SandboxRef.parse(SandboxRef.SUBSCRIPTION, subscription));
    }

    private static <T> Mono<T> refused(String why) {
        return Mono.error(() -> new ProviderException(Reason.REFUSED, why));
    }
}
