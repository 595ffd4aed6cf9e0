package io.latchkey.payment.sync;

import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.subscription.billing.BillingStatus;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionStatus;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;

/**
 * What the reader wants of a subscription and the provider does not do yet. Found by comparing the
 * two states, so that it does not matter which wish was delivered when, or how often.
 */
sealed interface Wish {

    /** It shall not be billed any more. */
    record End() implements Wish {}

    /** It shall not renew. */
    record EndWithPeriod() implements Wish {}

    /** It shall renew after all. */
    record GoOn() implements Wish {}

    /** Nothing shall be billed for a while. */
    record Pause() implements Wish {}

    /** It shall be billed again, next at this time. */
    record Resume(Instant paidUntil) implements Wish {}

    /**
     * The next period shall be billed as this plan; the present one takes a former wish back.
     *
     * @param price as the reader saw it when they chose
     */
    record RenewAs(PlanId plan, Price price, Period period) implements Wish {}

    /** What the provider has yet to be told. */
    static List<Wish> of(Subscription here, BilledSubscription there) {
        BillingStatus status = there.state().status();
        if (status == BillingStatus.ENDED) {
            return List.of();
        }
        if (here.status() == SubscriptionStatus.EXPIRED) {
            return List.of(new End());
        }
        List<Wish> wishes = new ArrayList<>();
        boolean pauses = here.status() == SubscriptionStatus.PAUSED || here.former() == SubscriptionStatus.PAUSED;
        if (pauses && status != BillingStatus.PAUSED) {
            wishes.add(new Pause());
        }
        if (!pauses && status == BillingStatus.PAUSED) {
            wishes.add(new Resume(here.paidUntil()));
        }
        boolean ends = here.status() == SubscriptionStatus.CANCELED;
        if (ends && !there.state().endsWithPeriod()) {
            wishes.add(new EndWithPeriod());
        }
        if (!ends && there.state().endsWithPeriod()) {
            wishes.add(new GoOn());
        }
        PlanId next = there.state().nextPlan();
        PlanId billedNext = next == null ? there.state().plan() : next;
        Price nextPrice = there.state().nextPrice();
        Price billedPrice = nextPrice == null ? there.state().price() : nextPrice;
        boolean renewsOtherwise =
                !here.renewalPlan().equals(billedNext) || !here.renewalPrice().equals(billedPrice);
        if (!ends && renewsOtherwise) {
            wishes.add(new RenewAs(here.renewalPlan(), here.renewalPrice(), here.renewalPeriod()));
        }
        return List.copyOf(wishes);
    }
}
