package io.latchkey.payment.fulfilment;

import io.latchkey.notice.Notice;
import io.latchkey.notice.Notices;
import io.latchkey.payment.money.Dispute;
import io.latchkey.payment.money.DisputeRecords;
import io.latchkey.payment.money.Payment;
import io.latchkey.payment.money.PaymentFact;
import io.latchkey.payment.money.PaymentFacts;
import io.latchkey.payment.money.Payments;
import io.latchkey.payment.provider.BilledDispute;
import io.latchkey.payment.provider.BilledDispute.Status;
import io.latchkey.payment.provider.BilledPayment;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Plans;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.DisputeRules;
import io.latchkey.site.Sites;
import io.latchkey.subscription.billing.Effective;
import io.latchkey.subscription.leaving.Cancellation;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What follows when a reader's bank calls a payment back. It is no refund: nothing is receipted as
 * paid back, and what becomes of the subscription is the site's to say.
 */
@Component
class Disputes {

    private final DisputeRecords records;
    private final Payments payments;
    private final PackFulfilment packs;
    private final PaymentFacts facts;
    private final Cancellation cancellation;
    private final Notices notices;
    private final Plans plans;
    private final Sites sites;
    private final Clock clock;

    Disputes(
            DisputeRecords records,
            Payments payments,
            PackFulfilment packs,
            PaymentFacts facts,
            Cancellation cancellation,
            Notices notices,
            Plans plans,
            Sites sites,
            Clock clock) {
        this.records = records;
        this.payments = payments;
        this.packs = packs;
        this.facts = facts;
        this.cancellation = cancellation;
        this.notices = notices;
        this.plans = plans;
        this.sites = sites;
        this.clock = clock;
    }

    /** Brings those over a payment into line with the provider's; joins the transaction. */
    Mono<Void> follow(Payment payment, BilledPayment there) {
        return Flux.fromIterable(there.disputes())
                .concatMap(dispute -> follow(payment, there, dispute))
                .then(
                        payment.withheldMinor() == there.withheldMinor()
                                ? Mono.empty()
                                : payments.withheld(payment, there.withheldMinor()));
    }

    private Mono<Void> follow(Payment payment, BilledPayment there, BilledDispute dispute) {
        return records.find(payment.reader(), dispute.ref())
                .switchIfEmpty(Mono.defer(() -> opened(payment, dispute)))
                .filter(here -> here.status() != dispute.status())
                .flatMap(here -> decided(payment, there, here, dispute));
    }

    private Mono<Dispute> opened(Payment payment, BilledDispute there) {
        Dispute opened = new Dispute(
                payment.reader(),
                Ids.next(),
                there.ref(),
                payment.id(),
                there.amountMinor(),
                payment.price().currency(),
                Status.OPEN,
                there.openedAt(),
                null);
        return records.add(opened)
                .then(facts.tell(payment, opened, PaymentFact.PAYMENT_DISPUTED))
                .then(tell(payment, opened))
                // One that the site has won by the time that it is heard of ends nothing.
                .then(there.status() == Status.WON ? Mono.empty() : end(payment))
                .thenReturn(opened);
    }

    private Mono<Void> end(Payment payment) {
        UUID subscription = payment.subscription();
        return subscription == null
                ? Mono.empty()
                : sites.get(payment.reader().site())
                        .flatMap(site ->
                                Mono.justOrEmpty(effective(site.disputes().cancel())))
                        .flatMap(effective -> cancellation.disputed(payment.reader(), subscription, effective));
    }

    private static @Nullable Effective effective(DisputeRules.Cancel setting) {
        return switch (setting) {
            case PERIOD_END -> Effective.PERIOD_END;
            case NOW -> Effective.NOW;
            case NEVER -> null;
        };
    }

    private Mono<Void> decided(Payment payment, BilledPayment there, Dispute here, BilledDispute now) {
        Instant closedAt = now.status() == Status.OPEN ? null : clock.now();
        Dispute decided = here.now(now, closedAt);
        return records.become(decided)
                .then(facts.tell(payment, decided, fact(now.status())))
                .then(tell(payment, decided))
                .then(now.status() == Status.LOST ? packs.wentBack(payment, there.goneBackMinor()) : Mono.empty());
    }

    private static PaymentFact fact(Status status) {
        return switch (status) {
            case OPEN -> PaymentFact.PAYMENT_DISPUTED;
            case WON -> PaymentFact.DISPUTE_WON;
            case LOST -> PaymentFact.DISPUTE_LOST;
        };
    }

    private Mono<Void> tell(Payment payment, Dispute dispute) {
        return Mono.justOrEmpty(payment.plan())
                .flatMap(plan -> plans.get(payment.reader().site(), plan))
                .map(Plan::name)
                .flatMap(plan -> notices.add(
                        payment.reader(),
                        new Notice.PaymentDisputed(
                                dispute.id(),
                                plan,
                                dispute.amountMinor(),
                                dispute.currency(),
                                dispute.status().word())));
    }
}
