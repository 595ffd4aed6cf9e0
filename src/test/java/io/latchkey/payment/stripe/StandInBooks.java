package io.latchkey.payment.stripe;

import io.latchkey.payment.stripe.StandInInvoice.Line;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An account at the stand-in for Stripe: it bills by its own clock and tells of each change. */
final class StandInBooks {

    /** Stripe leaves a renewal's invoice open to changes for an hour before it takes the money. */
    private static final Duration DRAFT = Duration.ofHours(1);

    final Map<String, StandInSubscription> subscriptions = new LinkedHashMap<>();
    final Map<String, StandInPayment> payments = new LinkedHashMap<>();
    final Map<String, StandInSchedule> schedules = new LinkedHashMap<>();
    final Map<String, Map<String, Object>> disputes = new LinkedHashMap<>();
    final List<StandInInvoice> invoices = new ArrayList<>();

    private final BiConsumer<String, Map<String, Object>> events;
    private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private int made;

    /** How the account is set: what cannot be charged stays active, its bill open. */
    boolean staysActiveUnpaid;

    StandInBooks(BiConsumer<String, Map<String, Object>> events) {
        this.events = events;
    }

    Instant now() {
        return now;
    }

    String id(String prefix) {
        return "%s_%06d".formatted(prefix, ++made);
    }

    /** Does what falls due until then, in its order. */
    void advanceTo(Instant moment) {
        for (Optional<Due> due = due(); due.isPresent(); due = due()) {
            Due first = due.get();
            if (first.at().isAfter(moment)) {
                break;
            }
            now = first.at().isAfter(now) ? first.at() : now;
            first.deed().run();
        }
        now = moment.isAfter(now) ? moment : now;
        subscriptions.values().forEach(it -> it.forgetDiscount(now));
    }

    private record Due(Instant at, Runnable deed) {}

    private Optional<Due> due() {
        List<Due> all = new ArrayList<>();
        for (StandInSubscription there : subscriptions.values()) {
            if (there.live()) {
                Instant set = there.cancelAt;
                all.add(
                        set == null || set.isAfter(there.end)
                                ? new Due(there.end, () -> renew(there))
                                : new Due(set, () -> end(there)));
            }
        }
        for (StandInInvoice invoice : invoices) {
            Instant at = invoice.due;
            if (at != null) {
                all.add(new Due(at, () -> collect(invoice)));
            }
        }
        return all.stream().min(Comparator.comparing(Due::at));
    }

    void begin(StandInSubscription there, @Nullable Instant trialEnd) {
        subscriptions.put(there.id, there);
        if (trialEnd == null) {
            there.anchored(now);
        } else {
            there.trial(now, trialEnd);
        }
        pay(bill(there, "subscription_create", period(there, trialEnd == null)));
        tell("customer.subscription.created", there);
    }

    private static List<Line> period(StandInSubscription there, boolean charged) {
        return List.of(new Line(charged ? there.price.unitMinor() : 0, there.start, there.end));
    }

    private void renew(StandInSubscription there) {
        if (there.cancelAtPeriodEnd) {
            end(there);
            return;
        }
        enterPhase(there);
        if ("trialing".equals(there.status)) {
            there.status = "active";
            there.anchored(there.end);
        } else {
            there.next();
        }
        StandInInvoice invoice = bill(there, "subscription_cycle", period(there, true));
        if (there.paused) {
            invoice.status = "void";
        } else {
            invoice.due = now.plus(DRAFT);
        }
        tell("customer.subscription.updated", there);
    }

    private static void enterPhase(StandInSubscription there) {
        StandInSchedule schedule = there.schedule;
        if (schedule == null) {
            return;
        }
        StandInPrice next = schedule.nextPrice;
        if (next == null) {
            schedule.released();
            return;
        }
        there.price = next;
        there.metadata.putAll(schedule.nextMetadata);
        if (!schedule.nextDiscounted) {
            there.discount = null;
        }
        schedule.nextPrice = null;
    }

    void end(StandInSubscription there) {
        there.ended(now);
        invoices.stream().filter(it -> it.subscription == there).forEach(it -> it.due = null);
        tell("customer.subscription.deleted", there);
    }

    StandInInvoice bill(StandInSubscription there, String reason, List<Line> lines) {
        StandInInvoice invoice = new StandInInvoice(
                id("in"),
                there,
                reason,
                now,
                lines,
                there.discountMinor(
                        there.start, lines.stream().mapToLong(Line::amountMinor).sum()));
        invoices.add(invoice);
        there.latest = invoice;
        return invoice;
    }

    private void collect(StandInInvoice invoice) {
        StandInSubscription there = invoice.subscription;
        if (there.cardDeclines && invoice.totalMinor > 0) {
            boolean again = invoice.failed(now) != null;
            there.status = staysActiveUnpaid ? "active" : "past_due";
            events.accept("invoice.payment_failed", invoice.json(false));
            if (!again) {
                there.cancelReason = "payment_failed";
                end(there);
            }
        } else {
            there.status = "active";
            pay(invoice);
        }
        tell("customer.subscription.updated", there);
    }

    void pay(StandInInvoice invoice) {
        StandInSubscription there = invoice.subscription;
        StandInPayment payment = invoice.totalMinor == 0
                ? null
                : paid(there.customer, invoice.totalMinor, there.price.currency(), Map.of());
        invoice.paid(now, payment);
        events.accept("invoice.paid", invoice.json(false));
    }

    StandInPayment paid(String customer, long amountMinor, String currency, Map<String, String> metadata) {
        StandInPayment payment = new StandInPayment(id("pi"), customer, amountMinor, currency, now, metadata);
        payments.put(payment.id, payment);
        events.accept("payment_intent.succeeded", payment.json(false));
        return payment;
    }

    /** Another price at once: the rest of the period is billed anew, the rest of the old given. */
    void reprice(StandInSubscription there, StandInPrice price) {
        double rest = (double) Duration.between(now, there.end).toSeconds()
                / Duration.between(there.start, there.end).toSeconds();
        List<Line> lines = List.of(
                new Line(-Math.round(there.price.unitMinor() * rest), now, there.end),
                new Line(Math.round(price.unitMinor() * rest), now, there.end));
        if (there.cardDeclines && lines.stream().mapToLong(Line::amountMinor).sum() > 0) {
            throw StandInRefusal.declined();
        }
        there.price = price;
        pay(bill(there, "subscription_update", lines));
    }

    /** Free until then, or billed from now on. */
    void trialUntil(StandInSubscription there, Instant until) {
        if (until.isAfter(now)) {
            there.trial(now, until);
            pay(bill(there, "subscription_update", period(there, false)));
        } else {
            there.status = "active";
            there.trialEnd = now;
            there.anchored(now);
            pay(bill(there, "subscription_update", period(there, true)));
        }
    }

    void tell(String type, StandInSubscription there) {
        events.accept(type, there.json(false, false, false));
    }
}
