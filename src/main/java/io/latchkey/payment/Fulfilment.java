package io.latchkey.payment;

import io.latchkey.event.EventLog;
import io.latchkey.metering.GrantSource;
import io.latchkey.metering.Grants;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Plan.PackPlan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.Plans;
import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Problem;
import io.latchkey.shared.Shield;
import io.latchkey.site.Sites;
import io.latchkey.subscription.Billing;
import io.latchkey.subscription.SubscriptionProblem;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.UUID;

/** Gives what was paid for: once, in the transaction that marks the checkout paid. */
@Component
public class Fulfilment {

    private final Checkouts checkouts;
    private final Payments payments;
    private final Plans plans;
    private final Sites sites;
    private final Billing billing;
    private final Grants grants;
    private final EventLog events;
    private final Shield shield;
    private final Clock clock;

    Fulfilment(
            Checkouts checkouts,
            Payments payments,
            Plans plans,
            Sites sites,
            Billing billing,
            Grants grants,
            EventLog events,
            Shield shield,
            Clock clock) {
        this.checkouts = checkouts;
        this.payments = payments;
        this.plans = plans;
        this.sites = sites;
        this.billing = billing;
        this.grants = grants;
        this.events = events;
        this.shield = shield;
        this.clock = clock;
    }

    /** The checkout as it stands. */
    public Mono<Checkout> checkout(ReaderKey reader, UUID id) {
        return checkouts.get(reader, id);
    }

    /** The checkout was paid: gives what it was for, or pays back what is not wanted any more. */
    public Mono<Checkout.Status> paid(ReaderKey reader, UUID id) {
        return shield.transaction(
                        checkouts
                                .locked(reader, id)
                                .flatMap(checkout ->
                                        switch (checkout.status()) {
                                            case OPEN, DECLINED -> giveOrRefund(checkout);
                                            case REPLACED -> refund(checkout);
                                            case PAID, REFUNDED -> Mono.just(checkout.status());
                                        }))
                // Another checkout of this reader was paid in between: the second look refunds.
                .retryWhen(Retry.max(1).filter(Fulfilment::subscribedMeanwhile));
    }

    /** The payment was declined; the reader may try again. */
    public Mono<Checkout.Status> declined(ReaderKey reader, UUID id) {
        return shield.transaction(
                checkouts
                        .locked(reader, id)
                        .flatMap(checkout ->
                                checkout.status().payable()
                                        ? become(checkout, Checkout.Status.DECLINED)
                                        : Mono.just(checkout.status())));
    }

    /** A pack's unlocks, once for each origin. */
    Mono<Void> givePack(ReaderKey reader, PackPlan pack, String origin) {
        return sites.get(reader.site())
                .flatMap(site ->
                        grants.giveOnce(
                                reader,
                                GrantSource.PACK,
                                pack.unlocks(),
                                expiry(pack, clock.now().atZone(site.timeZone())),
                                origin));
    }

    private Mono<Checkout.Status> giveOrRefund(Checkout checkout) {
        return plans.get(checkout.reader().site(), checkout.plan())
                .flatMap(plan ->
                        stillOffered(checkout, plan)
                                .flatMap(still -> still ? paid(checkout, plan) : refund(checkout)));
    }

    /** One subscription a reader, and a trial only while the plan has one that they did not use. */
    private Mono<Boolean> stillOffered(Checkout checkout, Plan plan) {
        return switch (plan) {
            case PackPlan _ -> Mono.just(true);
            case SubscriptionPlan subscription ->
                    Mono.zip(
                                    billing.hasLive(checkout.reader()),
                                    billing.beginsWithTrial(checkout.reader(), subscription))
                            .map(both -> !both.getT1() && (both.getT2() || !checkout.withTrial()));
        };
    }

    private Mono<Checkout.Status> paid(Checkout checkout, Plan plan) {
        ReaderKey reader = checkout.reader();
        return give(checkout, plan)
                .then(payments.record(reader, "checkout:" + checkout.id(), checkout.dueNow()))
                .then(tell(checkout, "checkout.paid"))
                .then(become(checkout, Checkout.Status.PAID));
    }

    private Mono<Void> give(Checkout checkout, Plan plan) {
        return switch (plan) {
            case SubscriptionPlan subscription ->
                    billing.begin(
                                    checkout.reader(),
                                    subscription,
                                    checkout.price(),
                                    checkout.withTrial())
                            .then();
            case PackPlan pack -> givePack(checkout.reader(), pack, "checkout:" + checkout.id());
        };
    }

    private Mono<Checkout.Status> refund(Checkout checkout) {
        return tell(checkout, "checkout.refunded").then(become(checkout, Checkout.Status.REFUNDED));
    }

    private Mono<Checkout.Status> become(Checkout checkout, Checkout.Status status) {
        return checkouts.become(checkout, status).thenReturn(status);
    }

    private static boolean subscribedMeanwhile(Throwable error) {
        return error instanceof Problem problem
                && problem.kind() == SubscriptionProblem.ALREADY_SUBSCRIBED;
    }

    private static @Nullable Instant expiry(PackPlan pack, ZonedDateTime now) {
        return pack.validFor() == null ? null : now.plus(pack.validFor()).toInstant();
    }

    private Mono<Void> tell(Checkout checkout, String event) {
        return events.append(
                checkout.reader().site(),
                checkout.reader().id(),
                event,
                Map.of("checkout", checkout.id(), "plan", checkout.plan()));
    }
}
