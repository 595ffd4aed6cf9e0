package io.latchkey.payment.sync;

import io.latchkey.payment.checkout.Checkout;
import io.latchkey.payment.checkout.CheckoutProblem;
import io.latchkey.payment.checkout.Checkouts;
import io.latchkey.payment.money.BilledSubscriptions;
import io.latchkey.payment.money.BilledSubscriptions.Tie;
import io.latchkey.payment.promo.Reduction;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderProblem;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.database.Shield;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.shared.time.Clock;
import io.latchkey.subscription.billing.BillingPeriods;
import io.latchkey.subscription.billing.Effective;
import io.latchkey.subscription.billing.Proration;
import io.latchkey.subscription.change.PlanChange;
import io.latchkey.subscription.state.PlanPath;
import io.latchkey.subscription.state.Running;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.transition.PlanPaths;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * A reader with a subscription wants another plan. A better one they have at once, and pay the
 * difference for the rest of the period; any other waits for the next renewal, because the period
 * that is paid stays theirs as they bought it.
 */
@Component
public class PlanSwitch {

    private static final Duration A_DAY = Duration.ofDays(1);

    private final Plans plans;
    private final PlanPaths paths;
    private final PlanChange planChange;
    private final BilledSubscriptions ties;
    private final Synchronisation synchronisation;
    private final PaymentProvider provider;
    private final Shield shield;
    private final Checkouts checkouts;
    private final Clock clock;

    PlanSwitch(
            Plans plans,
            PlanPaths paths,
            PlanChange planChange,
            BilledSubscriptions ties,
            Synchronisation synchronisation,
            PaymentProvider provider,
            Shield shield,
            Checkouts checkouts,
            Clock clock) {
        this.plans = plans;
        this.paths = paths;
        this.planChange = planChange;
        this.ties = ties;
        this.synchronisation = synchronisation;
        this.provider = provider;
        this.shield = shield;
        this.checkouts = checkouts;
        this.clock = clock;
    }

    /**
     * What choosing a plan would do now.
     *
     * @param dueNow what would be paid at once, as near as can be told before: it falls with every
     *     second; null when nothing would
     * @param from when the plan would begin; null unless it would at the next renewal
     */
    public record Outlook(
            PlanPath way, @Nullable Price dueNow, @Nullable Instant from) {}

    /** What {@link #change} or a purchase would do. */
    public Mono<Outlook> outlook(ReaderKey reader, SubscriptionPlan plan) {
        return paths.latestIfAny(reader)
                .flatMap(current -> reductionOf(current).map(reduction -> outlook(current, plan, reduction)))
                .defaultIfEmpty(new Outlook(PlanPath.BUYING, null, null));
    }

    private Mono<Optional<Reduction>> reductionOf(Subscription current) {
        return checkouts
                .bought(current.reader(), current.id())
                .mapNotNull(Checkout::reduction)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private Outlook outlook(Subscription current, SubscriptionPlan plan, Optional<Reduction> reduction) {
        PlanPath path = pathTo(current, plan);
        return switch (path) {
            case AT_ONCE -> new Outlook(path, difference(current, plan, reduction), null);
            case AT_RENEWAL -> new Outlook(path, null, current.periodEnd());
            case BUYING, STAYING, OTHER_CURRENCY, NOT_NOW -> new Outlook(path, null, null);
        };
    }

    /**
     * What is to be less from the next payment on would be taken off the difference for this period
     * as well: a better plan begins with that payment.
     */
    private static PlanPath pathTo(Subscription current, SubscriptionPlan plan) {
        PlanPath path = Running.of(current).pathTo(plan);
        return path == PlanPath.AT_ONCE && current.willPayLess() ? PlanPath.AT_RENEWAL : path;
    }

    private Price difference(Subscription current, SubscriptionPlan plan, Optional<Reduction> reduction) {
        Instant now = clock.now();
        Instant start = current.periodStart();
        Instant end = current.paidUntil();
        return new Price(
                Proration.rest(reducedMinor(current, plan.id(), plan.price(), reduction), start, end, now)
                        - Proration.rest(
                                reducedMinor(current, current.plan(), current.price(), reduction), start, end, now),
                plan.price().currency());
    }

    private static long reducedMinor(Subscription current, PlanId plan, Price price, Optional<Reduction> reduction) {
        return reduction
                .filter(it -> it.covers(plan))
                .filter(it -> {
                    Integer payments = it.discount().payments();
                    int before = periodsBefore(current, it.since());
                    return before >= 0 && (payments == null || before < payments);
                })
                .map(it -> it.reduce(price))
                .orElse(price)
                .amountMinor();
    }

    /**
     * How many periods were paid before the one under way, by the calendar: to be shown only.
     *
     * @param since from when on they count; null for from the beginning
     * @return less than 0 when they do not count yet
     */
    private static int periodsBefore(Subscription current, @Nullable Instant since) {
        Instant begun = current.trialEnd() == null ? current.createdAt() : current.trialEnd();
        Instant first = since == null ? begun : since;
        return new BillingPeriods(first, current.period(), ZoneOffset.UTC)
                        .until(current.periodStart().plus(A_DAY))
                - 1;
    }

    /**
     * Switches, or refuses with {@code no-subscription}, {@code not-possible-now}, {@code
     * payment-declined} or {@code checkout-needed}. The present plan takes a former choice back,
     * also when it is no longer sold.
     */
    public Mono<Subscription> change(ReaderKey reader, PlanId id) {
        return paths.latest(reader)
                .flatMap(current -> (current.plan().equals(id)
                                ? plans.get(reader.site(), id)
                                : plans.getSold(reader.site(), id))
                        .flatMap(plan -> plan instanceof SubscriptionPlan subscription
                                ? change(current, subscription)
                                : Mono.error(CheckoutProblem.NOT_A_SUBSCRIPTION.problem())));
    }

    private Mono<Subscription> change(Subscription current, SubscriptionPlan plan) {
        return switch (pathTo(current, plan)) {
            case BUYING ->
                current.status().live()
                        ? Mono.error(SyncProblem.CHECKOUT_NEEDED.problem())
                        : planChange.choose(current.reader(), plan);
            case OTHER_CURRENCY -> Mono.error(SyncProblem.OTHER_CURRENCY.problem());
            case AT_ONCE -> upgrade(current, plan);
            case AT_RENEWAL, STAYING, NOT_NOW -> planChange.choose(current.reader(), plan);
        };
    }

    /** Charged while the reader waits: nothing changes here unless it was paid there. */
    private Mono<Subscription> upgrade(Subscription current, SubscriptionPlan plan) {
        return reductionOf(current)
                .map(reduction -> new PlanOrder(
                        plan.id(),
                        plan.name(),
                        plan.price(),
                        plan.period(),
                        reduction.isEmpty() || reduction.get().covers(plan.id())))
                .flatMap(order -> upgrade(current, order));
    }

    private Mono<Subscription> upgrade(Subscription current, PlanOrder order) {
        String key = Ids.next().toString();
        return ties.of(current.reader(), current.id())
                .switchIfEmpty(Mono.error(ProviderProblem.PROVIDER_UNAVAILABLE::problem))
                .flatMap(tie -> shield.finish(upgrade(tie, order, key)))
                .onErrorMap(ProviderException.class, ProviderProblem::of)
                .then(Mono.defer(() -> paths.latest(current.reader())));
    }

    private Mono<Void> upgrade(Tie tie, PlanOrder order, String key) {
        return synchronisation
                .begin(tie.ref())
                .flatMap(look -> provider.changePlan(tie.ref(), order, Effective.NOW, key)
                        .flatMap(there -> synchronisation.apply(look, there, null)))
                .onErrorResume(PlanSwitch::unanswered, silence -> lookUp(tie, order, silence));
    }

    private static boolean unanswered(Throwable error) {
        return error instanceof ProviderException provider && provider.reason() == ProviderException.Reason.UNANSWERED;
    }

    /** It may have been done and charged although no answer came: the provider knows. */
    private Mono<Void> lookUp(Tie tie, PlanOrder order, Throwable silence) {
        return synchronisation
                .subscription(tie.ref(), null)
                .onErrorMap(ProviderException.class, _ -> RequestProblem.OUTCOME_UNKNOWN.problem())
                .then(Mono.defer(() -> paths.latest(tie.reader())))
                .filter(now -> now.plan().equals(order.plan()))
                .switchIfEmpty(Mono.error(silence))
                .then();
    }
}
