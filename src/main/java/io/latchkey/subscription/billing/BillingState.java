package io.latchkey.subscription.billing;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.plan.Terms;
import java.time.Instant;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription stands with whoever bills it, at one moment.
 *
 * @param plan what is billed now
 * @param price of a period, before discounts
 * @param nextPlan what the next period is billed as; null when it stays the same
 * @param nextPrice what a period costs from the next one on; null when that stays the same
 * @param periodStart of the period that was last paid for, or of the trial
 * @param paidUntil until when it was paid for, or is free in a trial; a period whose payment failed
 *     or was waived in a pause does not count
 * @param retryAt when a payment that failed is tried again; null when it is not
 * @param charges what is taken for it; null when the provider does not say
 * @param endsWithPeriod whether it will not renew
 * @param endedAt null unless it ended
 */
public record BillingState(
        PlanId plan,
        Price price,
        Period period,
        @Nullable PlanId nextPlan,
        @Nullable Price nextPrice,
        @Nullable Charges charges,
        BillingStatus status,
        Instant periodStart,
        Instant paidUntil,
        @Nullable Instant retryAt,
        boolean endsWithPeriod,
        @Nullable Instant endedAt) {

    /** Whether it is paid, and will renew as what it is. */
    public boolean goesOnAsItIs() {
        return status == BillingStatus.RUNNING && !endsWithPeriod && nextPlan == null && nextPrice == null;
    }

    /** What is billed now. */
    public Terms terms() {
        return new Terms(plan, price, period);
    }
}
