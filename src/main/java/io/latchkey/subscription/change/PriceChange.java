package io.latchkey.subscription.change;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.shared.web.Input;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.billing.BillingPeriods;
import io.latchkey.subscription.state.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.UUID;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;

/**
 * What the present subscribers of a plan will pay.
 *
 * @param price of a period
 * @param effectiveAt the first renewal from then on is at this price
 */
@Table("price_change")
record PriceChange(
        @Column("price_change_id") UUID id,
        @Column("site_id") SiteId site,
        @Column("plan_id") PlanId plan,
        @Embedded.Empty Price price,
        Instant effectiveAt,
        Instant announcedAt) {

    /** How long a reader knows of it at least before they pay it. */
    static final Duration NOTICE = Duration.ofDays(30);

    /** How long a site can take it back: nobody is told before. */
    static final Duration SECOND_THOUGHTS = Duration.ofHours(1);

    private static final Duration LEAST_AHEAD = NOTICE.plus(SECOND_THOUGHTS);

    /** Refuses what readers could not be told of in time. */
    PriceChange {
        if (effectiveAt.isBefore(announcedAt.plus(LEAST_AHEAD))) {
            throw Input.refused("effectiveAt", "must be 30 days and an hour ahead, so that readers know in time");
        }
    }

    boolean toldAt(Instant now) {
        return !now.isBefore(announcedAt.plus(SECOND_THOUGHTS));
    }

    /** From when on it holds for a reader who is told now. */
    Instant from(Instant now) {
        Instant known = now.plus(NOTICE);
        return known.isAfter(effectiveAt) ? known : effectiveAt;
    }

    /** Whether the subscription is still the one that was seen: who canceled is neither told nor charged more. */
    static boolean concerns(Subscription latest, UUID seen) {
        return latest.id().equals(seen)
                && switch (latest.status()) {
                    case TRIALING, ACTIVE, PAST_DUE, PAUSED -> true;
                    case CANCELED, EXPIRED -> false;
                };
    }

    /** The first renewal from a moment on, as far as can be said now. */
    static Instant renewalFrom(Instant from, Instant paidUntil, Period period, ZoneId zone) {
        int periods = 0;
        Instant renewal = paidUntil;
        while (renewal.isBefore(from)) {
            renewal = new BillingPeriods(paidUntil, period, zone).boundary(++periods);
        }
        return renewal;
    }
}
