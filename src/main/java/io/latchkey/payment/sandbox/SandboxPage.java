package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.CheckoutStatus;
import io.latchkey.payment.provider.ShownCheckout;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.Price;
import io.latchkey.subscription.billing.BillingStatus;
import io.latchkey.words.Figures;
import java.time.Instant;
import java.time.Period;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the checkout page says: what is bought, what was paid, what may be tried out with it, and how
 * far the sandbox's clock can be moved. Its template sees public methods only.
 *
 * @param subscription as the sandbox has it; null for a pack and before it is paid
 * @param inDispute whether the pretended bank has called the last payment back and not decided
 * @param show writes days and amounts as people at the site do
 * @param now business time
 * @param refusal why the clock was not moved just now; null when nobody tried
 */
record SandboxPage(
        ShownCheckout checkout,
        Plan plan,
        @Nullable SandboxSubscription subscription,
        boolean inDispute,
        Figures show,
        Instant now,
        @Nullable String refusal) {

    /**
     * A day as people at the site's place would write it.
     *
     * @param moment for programs
     */
    record Day(String text, Instant moment) {}

    /**
     * How far the clock can be moved at once.
     *
     * @param value as ISO 8601 writes it
     */
    record Step(String value, String text) {}

    /** Whether somebody who has just paid is led on to the site. */
    boolean leadsOn() {
        return paid() && checkout.returnTo() != null;
    }

    /** What is due now, or was. */
    public String amount() {
        Price due = checkout.dueNow();
        return show.money(due.amountMinor(), due.currency());
    }

    public boolean waits() {
        return checkout.status() == CheckoutStatus.OPEN || checkout.status() == CheckoutStatus.DECLINED;
    }

    /** Its status, or {@code over} when it waited too long. */
    public String status() {
        return waits() && !now.isBefore(checkout.expiresAt())
                ? "over"
                : checkout.status().word();
    }

    public boolean paid() {
        return checkout.status() == CheckoutStatus.PAID;
    }

    /** How the subscription stands: {@code ending} when it runs and is not renewed. */
    public String standing() {
        return subscription == null
                ? ""
                : subscription.endsWithPeriod() && subscription.status() == BillingStatus.RUNNING
                        ? "ending"
                        : subscription.status().name().toLowerCase(Locale.ROOT);
    }

    /** When what its standing says happens, or happened; null when no time is set. */
    public @Nullable Day due() {
        return subscription == null
                ? null
                : switch (subscription.status()) {
                    case RUNNING -> day(subscription.paidUntil());
                    case UNPAID -> day(subscription.retryAt());
                    case ENDED -> day(subscription.endedAt());
                    case STARTING, PAUSED -> null;
                };
    }

    public Day today() {
        return new Day(show.day(now), now);
    }

    private @Nullable Day day(@Nullable Instant moment) {
        return moment == null ? null : new Day(show.day(moment), moment);
    }

    /** A day, a month and, where it is another, the plan's period. */
    public List<Step> steps() {
        Set<Period> steps = new LinkedHashSet<>(List.of(Period.ofDays(1), Period.ofMonths(1)));
        if (plan instanceof SubscriptionPlan sold) {
            steps.add(sold.period());
        }
        return steps.stream()
                .map(step -> new Step(step.toString(), words(step)))
                .toList();
    }

    private static String words(Period step) {
        return Stream.of(words(step.getYears(), "year"), words(step.getMonths(), "month"), words(step.getDays(), "day"))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String words(int count, String unit) {
        return switch (count) {
            case 0 -> "";
            case 1 -> "1 " + unit;
            default -> count + " " + unit + "s";
        };
    }
}
