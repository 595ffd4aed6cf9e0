package io.latchkey.payment.stripe;

import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import com.stripe.param.SubscriptionCancelParams;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.common.EmptyParam;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.payment.stripe.state.StripeMetadata;
import io.latchkey.payment.stripe.unit.StripeAmount;
import io.latchkey.payment.stripe.unit.StripeInterval;
import io.latchkey.subscription.billing.Effective;
import java.util.Locale;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What we ask Stripe to change of a subscription. */
@Component
@WhenStripe
class StripeChanges {

    private final StripeCalls calls;
    private final StripeSchedules schedules;
    private final StripeInvoices invoices;
    private final StripeProducts products;

    StripeChanges(StripeCalls calls, StripeSchedules schedules, StripeInvoices invoices, StripeProducts products) {
        this.calls = calls;
        this.schedules = schedules;
        this.invoices = invoices;
        this.products = products;
    }

    Mono<Void> plan(Subscription there, PlanOrder plan, Effective effective, String key) {
        return effective == Effective.NOW ? now(there, plan, key) : schedules.later(there, plan, key);
    }

    /** Another plan at once, the difference charged now; nothing changes when it is not paid. */
    private Mono<Void> now(Subscription there, PlanOrder plan, String key) {
        SubscriptionItem item = there.getItems().getData().getFirst();
        return schedules
                .released(there, key)
                .then(Mono.defer(() -> products.of(there, plan)))
                .map(product -> SubscriptionUpdateParams.Item.builder()
                        .setId(item.getId())
                        .setPriceData(price(plan, product))
                        .build())
                .flatMap(changed -> update(there, key, atOnce(plan, changed)));
    }

    private static SubscriptionUpdateParams atOnce(PlanOrder plan, SubscriptionUpdateParams.Item changed) {
        return discounted(plan)
                .addItem(changed)
                .putMetadata(StripeMetadata.PLAN, plan.plan().value())
                .setProrationBehavior(SubscriptionUpdateParams.ProrationBehavior.ALWAYS_INVOICE)
                .setPaymentBehavior(SubscriptionUpdateParams.PaymentBehavior.ERROR_IF_INCOMPLETE)
                .build();
    }

    /** What the discount is not for is paid in full. */
    private static SubscriptionUpdateParams.Builder discounted(PlanOrder plan) {
        SubscriptionUpdateParams.Builder change = SubscriptionUpdateParams.builder();
        return plan.discounted() ? change : change.setDiscounts(EmptyParam.EMPTY);
    }

    private static SubscriptionUpdateParams.Item.PriceData price(PlanOrder plan, String product) {
        StripeInterval interval = StripeInterval.of(plan.period());
        return SubscriptionUpdateParams.Item.PriceData.builder()
                .setCurrency(plan.price().currency().toLowerCase(Locale.ROOT))
                .setProduct(product)
                .setUnitAmount(StripeAmount.asked(plan.price()))
                .setRecurring(SubscriptionUpdateParams.Item.PriceData.Recurring.builder()
                        .setInterval(SubscriptionUpdateParams.Item.PriceData.Recurring.Interval.valueOf(
                                interval.unit().toUpperCase(Locale.ROOT)))
                        .setIntervalCount(interval.count())
                        .build())
                .build();
    }

    /** Its bills are withdrawn first: what has ended is not looked at again. */
    Mono<Void> end(Subscription there, String key) {
        SubscriptionCancelParams withoutBill = SubscriptionCancelParams.builder()
                .setProrate(false)
                .setInvoiceNow(false)
                .build();
        return invoices.withdraw(there, key)
                .then(calls.write(
                        key,
                        (client, options) -> client.v1().subscriptions().cancel(there.getId(), withoutBill, options)))
                .then();
    }

    Mono<Void> endWithPeriod(Subscription there, String key) {
        return schedules
                .released(there, key)
                .then(Mono.defer(() -> update(
                        there,
                        key,
                        SubscriptionUpdateParams.builder()
                                .setCancelAtPeriodEnd(true)
                                .build())));
    }

    Mono<Void> goOn(Subscription there, String key) {
        boolean withPeriod = Boolean.TRUE.equals(there.getCancelAtPeriodEnd());
        if (!withPeriod && there.getCancelAt() == null) {
            return Mono.empty();
        }
        SubscriptionUpdateParams.Builder change = SubscriptionUpdateParams.builder();
        // An end that was set by hand stands alone, and one with the period goes by its own name.
        SubscriptionUpdateParams goesOn = withPeriod
                ? change.setCancelAtPeriodEnd(false).build()
                : change.setCancelAt(EmptyParam.EMPTY).build();
        return update(there, key, goesOn);
    }

    private Mono<Void> update(Subscription there, String key, SubscriptionUpdateParams change) {
        return calls.write(key, (client, options) -> client.v1().subscriptions().update(there.getId(), change, options))
                .then();
    }
}
