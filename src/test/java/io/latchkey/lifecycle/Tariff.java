package io.latchkey.lifecycle;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be bought, and when its periods end by a calendar that is not the code's. */
enum Tariff {
    WEEKLY(300, 3, 0, 7, 0),
    BASIC(900, 5, 1, 0, 14),
    PLUS(1_900, 20, 1, 0, 0),
    YEARLY(9_000, 60, 12, 0, 30);

    final long priceMinor;
    final int unlocks;
    private final int months;
    private final int days;
    private final int trialDays;

    Tariff(long priceMinor, int unlocks, int months, int days, int trialDays) {
        this.priceMinor = priceMinor;
        this.unlocks = unlocks;
        this.months = months;
        this.days = days;
        this.trialDays = trialDays;
    }

    static Tariff of(PlanId plan) {
        return valueOf(plan.value());
    }

    SubscriptionPlan plan() {
        return new SubscriptionPlan(
                new PlanId(name()),
                name(),
                new Price(priceMinor, "EUR"),
                Period.of(0, months, days),
                hasTrial() ? Period.ofDays(trialDays) : null,
                List.of("standard"),
                unlocks,
                true);
    }

    /** The same as a site describes it. */
    String body() {
        return """
            {"kind":"subscription","name":"%s","period":"%s",%s"unlocksPerPeriod":%d,
             "price":{"amountMinor":%d,"currency":"EUR"}}
            """.formatted(
                        name(),
                        Period.of(0, months, days),
                        hasTrial() ? "\"trial\":\"P%dD\",".formatted(trialDays) : "",
                        unlocks,
                        priceMinor);
    }

    boolean hasTrial() {
        return trialDays > 0;
    }

    boolean asLongAs(@Nullable Tariff other) {
        return other != null && months == other.months && days == other.days;
    }

    Instant trialEnd(Instant from, ZoneId zone) {
        return later(from, zone, 0, trialDays);
    }

    /** The end of the n-th period after a moment. */
    Instant end(Instant from, int n, ZoneId zone) {
        return later(from, zone, n * months, n * days);
    }

    /** The same day of another month, or its last; the same time of day, where there is one. */
    private static Instant later(Instant from, ZoneId zone, int months, int days) {
        ZonedDateTime begun = from.atZone(zone);
        YearMonth month = YearMonth.from(begun).plusMonths(months);
        LocalDateTime local = month.atDay(Math.min(begun.getDayOfMonth(), month.lengthOfMonth()))
                .plusDays(days)
                .atTime(begun.toLocalTime());
        return ZonedDateTime.ofLocal(local, zone, begun.getOffset()).toInstant();
    }
}
