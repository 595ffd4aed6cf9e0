package io.latchkey.payment.stripe;

import com.stripe.model.Price;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import com.stripe.model.SubscriptionSchedule;
import com.stripe.param.SubscriptionScheduleCreateParams;
import com.stripe.param.SubscriptionScheduleUpdateParams;
import com.stripe.param.SubscriptionScheduleUpdateParams.Phase;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.payment.stripe.state.StripeMetadata;
import io.latchkey.payment.stripe.state.StripeState;
import io.latchkey.payment.stripe.unit.StripeAmount;
import io.latchkey.payment.stripe.unit.StripeInterval;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A plan that is to come with the next period: a schedule of two phases there. */
@Component
@WhenStripe
class StripeSchedules {

    private final StripeCalls calls;
    private final StripeProducts products;

    StripeSchedules(StripeCalls calls, StripeProducts products) {
        this.calls = calls;
        this.products = products;
    }

    /** Another plan from the next period on; the present one takes a former wish back. */
    Mono<Void> later(Subscription there, PlanOrder plan, String key) {
        boolean present = plan.plan().value().equals(there.getMetadata().get(StripeMetadata.PLAN))
                && plan.price()
                        .equals(StripeState.price(
                                there.getItems().getData().getFirst().getPrice()));
        return released(there, key).then(present ? Mono.empty() : Mono.defer(() -> scheduled(there, plan, key)));
    }

    private Mono<Void> scheduled(Subscription there, PlanOrder plan, String key) {
        return products.of(there, plan)
                .flatMap(product -> begun(there, key).flatMap(schedule -> phases(there, schedule, plan, product, key)))
                .then();
    }

    private Mono<SubscriptionSchedule> begun(Subscription there, String key) {
        SubscriptionScheduleCreateParams asItIs = SubscriptionScheduleCreateParams.builder()
                .setFromSubscription(there.getId())
                .build();
        return calls.write(
                key + ":schedule",
                (client, options) -> client.v1().subscriptionSchedules().create(asItIs, options));
    }

    /** The period under way as it is, then the new plan, then Stripe goes on with that. */
    private Mono<SubscriptionSchedule> phases(
            Subscription there, SubscriptionSchedule schedule, PlanOrder plan, String product, String key) {
        SubscriptionItem item = there.getItems().getData().getFirst();
        StripeInterval interval = StripeInterval.of(plan.period());
        Phase.Builder now = Phase.builder();
        Phase.Builder then = Phase.builder();
        // What a phase does not name is lost: the discount as well.
        for (String discount : Objects.requireNonNullElse(there.getDiscounts(), List.<String>of())) {
            Phase.Discount kept = Phase.Discount.builder().setDiscount(discount).build();
            now.addDiscount(kept);
            if (plan.discounted()) {
                then.addDiscount(kept);
            }
        }
        Phase present = now.setStartDate(schedule.getPhases().getFirst().getStartDate())
                .setEndDate(item.getCurrentPeriodEnd())
                .putAllMetadata(there.getMetadata())
                .addItem(Phase.Item.builder()
                        .setPrice(priceId(item))
                        .setQuantity(1L)
                        .build())
                .build();
        Phase next = then.setStartDate(item.getCurrentPeriodEnd())
                .setDuration(Phase.Duration.builder()
                        .setInterval(
                                Phase.Duration.Interval.valueOf(interval.unit().toUpperCase(Locale.ROOT)))
                        .setIntervalCount(interval.count())
                        .build())
                .setProrationBehavior(Phase.ProrationBehavior.NONE)
                .putAllMetadata(there.getMetadata())
                .putMetadata(StripeMetadata.PLAN, plan.plan().value())
                .addItem(Phase.Item.builder()
                        .setPriceData(nextPrice(plan, product, interval))
                        .setQuantity(1L)
                        .build())
                .build();
        SubscriptionScheduleUpdateParams both = SubscriptionScheduleUpdateParams.builder()
                .setEndBehavior(SubscriptionScheduleUpdateParams.EndBehavior.RELEASE)
                .putMetadata(StripeState.NEXT_PLAN, plan.plan().value())
                .putMetadata(StripeState.NEXT_PRICE, Long.toString(plan.price().amountMinor()))
                .addPhase(present)
                .addPhase(next)
                .build();
        return calls.write(
                key + ":phases",
                (client, options) -> client.v1().subscriptionSchedules().update(schedule.getId(), both, options));
    }

    private static Phase.Item.PriceData nextPrice(PlanOrder plan, String product, StripeInterval interval) {
        return Phase.Item.PriceData.builder()
                .setCurrency(plan.price().currency().toLowerCase(Locale.ROOT))
                .setProduct(product)
                .setUnitAmount(StripeAmount.asked(plan.price()))
                .setRecurring(Phase.Item.PriceData.Recurring.builder()
                        .setInterval(Phase.Item.PriceData.Recurring.Interval.valueOf(
                                interval.unit().toUpperCase(Locale.ROOT)))
                        .setIntervalCount(interval.count())
                        .build())
                .build();
    }

    private static String priceId(SubscriptionItem item) {
        Price price = item.getPrice();
        return price.getId();
    }

    /** Under a schedule Stripe takes no other change. */
    Mono<Void> released(Subscription there, String key) {
        SubscriptionSchedule schedule = there.getScheduleObject();
        return schedule == null ? Mono.empty() : released(schedule, key).then();
    }

    private Mono<SubscriptionSchedule> released(SubscriptionSchedule schedule, String key) {
        return calls.write(
                key + ":release",
                (client, options) -> client.v1().subscriptionSchedules().release(schedule.getId(), options));
    }
}
