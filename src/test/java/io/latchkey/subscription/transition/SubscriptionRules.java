package io.latchkey.subscription.transition;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.problem.Problem;
import io.latchkey.subscription.billing.BillingPeriods;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.state.BillingStep;
import io.latchkey.subscription.state.Deadlines;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionFact;
import io.latchkey.subscription.state.SubscriptionProblem;
import io.latchkey.subscription.state.Transition;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The pure rules of subscriptions, for tests that wire them without a database. */
public final class SubscriptionRules {

    private SubscriptionRules() {}

    /**
     * What a look at the provider made of a subscription.
     *
     * @param events what became true by it, as the event log calls it
     * @param grantStart of the period whose unlocks come with a renewal
     */
    public record Stepped(Subscription next, Set<String> events, Instant grantStart) {}

    public static Subscription begun(
            UUID id, ReaderKey reader, BillingState there, boolean withTrial, boolean paid, Instant now) {
        return Subscription.begun(id, reader, there, withTrial, paid, now);
    }

    /** One that the site gives, for a while or for good. */
    public static Subscription given(
            UUID id, ReaderKey reader, SubscriptionPlan plan, @Nullable Integer periods, Instant now, ZoneId zone) {
        return Subscription.begin(
                id,
                reader,
                plan,
                periods == null ? Subscription.Source.COMP : Subscription.Source.GIFT,
                periods == null ? null : new BillingPeriods(now, plan.period(), zone).boundary(periods),
                new Price(0L, plan.price().currency()),
                false,
                now,
                zone);
    }

    public static Stepped stepped(Subscription here, BillingState there, boolean wishesWait, Instant now) {
        Transition step = BillingStep.of(here, there, wishesWait, now, new UUID(1, 1));
        return new Stepped(
                step.next(),
                step.facts().stream().map(SubscriptionFact::type).collect(Collectors.toSet()),
                BillingStep.begins(here, step.next()));
    }

    public static Subscription renewed(Subscription it, ZoneId zone) {
        return it.renewed(zone);
    }

    public static Subscription overdue(Subscription it, Deadlines deadlines, Instant now) {
        return it.overdue(deadlines.nextLook(it, now));
    }

    public static Subscription lookedInVain(Subscription it, Deadlines deadlines, Instant now) {
        return it.lookedInVain(deadlines.nextLook(it, now));
    }

    /** Of unlocks for the whole period under way those for its rest. */
    public static int share(Subscription it, int unlocks, Instant now) {
        return PeriodGrants.share(it, unlocks, now);
    }

    public static Subscription replaced(Subscription it, Instant now) {
        return it.replaced(now);
    }

    /** Whether something is left of one that was given. */
    public static boolean leaves(Subscription it) {
        return it.leaves();
    }

    public static Subscription goingOn(Subscription it, UUID id, Instant now) {
        return it.goingOn(id, now);
    }

    /** Whether who cancels now repeats what ended the one before, at which a gift went on. */
    public static boolean repeats(Subscription latest, Subscription before, Instant now) {
        return WaitingGifts.justBegun(latest, now) && WaitingGifts.beganBy(latest, before);
    }

    public static boolean mayBeUndone(Subscription it) {
        return it.mayBeUndone();
    }

    /** Whether a payment is due of which the provider said nothing. */
    public static boolean renewalUnheard(Subscription it, Instant now) {
        return it.renewalUnheard(now);
    }

    public static Subscription ended(Subscription it, Instant now) {
        return it.ended(now);
    }

    public static @Nullable Subscription canceled(Subscription it, boolean atOnce, Instant now) {
        return unlessRefused(
                () -> atOnce ? it.canceledNow(now, new UUID(2, 2)) : it.canceledAtPeriodEnd(now, new UUID(2, 2)));
    }

    public static @Nullable Subscription undone(Subscription it, Instant now) {
        return unlessRefused(() -> it.undone(now));
    }

    public static @Nullable Subscription paused(Subscription it, @Nullable Instant until, Instant now) {
        return unlessRefused(() -> it.paused(now, until));
    }

    public static @Nullable Subscription resumed(Subscription it, Instant now) {
        return unlessRefused(() -> it.resumed(now));
    }

    public static @Nullable Subscription choosing(Subscription it, SubscriptionPlan plan) {
        return unlessRefused(() -> it.choosing(plan));
    }

    private static @Nullable Subscription unlessRefused(Supplier<Subscription> change) {
        try {
            return change.get();
        } catch (Problem refused) {
            if (refused.kind() == SubscriptionProblem.NOT_POSSIBLE_NOW) {
                return null;
            }
            throw refused;
        }
    }
}
