package io.latchkey.payment.stripe;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An invoice in the stand-in's books. */
final class StandInInvoice {

    /** A part of a bill. */
    record Line(long amountMinor, Instant start, Instant end) {}

    private static final List<Duration> RETRIES = List.of(Duration.ofDays(3), Duration.ofDays(5), Duration.ofDays(7));

    final String id;
    final StandInSubscription subscription;
    final String reason;
    final Instant created;
    final List<Line> lines;
    final long totalMinor;
    private final long offMinor;
    final Map<String, String> metadata;

    String status = "draft";

    @Nullable
    Instant due;

    @Nullable
    Instant paidAt;

    @Nullable
    StandInPayment payment;

    private int failures;

    StandInInvoice(
            String id,
            StandInSubscription subscription,
            String reason,
            Instant created,
            List<Line> lines,
            long discountMinor) {
        this.id = id;
        this.subscription = subscription;
        this.reason = reason;
        this.created = created;
        this.lines = lines;
        long amount = lines.stream().mapToLong(Line::amountMinor).sum();
        this.offMinor = Math.min(discountMinor, Math.max(0, amount));
        this.totalMinor = Math.max(0, amount - discountMinor);
        this.metadata = Map.copyOf(subscription.metadata);
    }

    /** When it is tried again; null when that was the last time. */
    @Nullable
    Instant failed(Instant now) {
        status = "open";
        due = failures < RETRIES.size() ? now.plus(RETRIES.get(failures)) : null;
        failures++;
        return due;
    }

    void paid(Instant now, @Nullable StandInPayment by) {
        status = "paid";
        due = null;
        paidAt = now;
        payment = by;
    }

    Map<String, Object> json(boolean withPayments) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("object", "invoice");
        json.put("customer", subscription.customer);
        json.put("billing_reason", reason);
        json.put("status", status);
        json.put("currency", subscription.price.currency());
        json.put("total", totalMinor);
        json.put("amount_paid", "paid".equals(status) ? totalMinor : 0);
        json.put("created", created.getEpochSecond());
        json.put("hosted_invoice_url", "draft".equals(status) ? null : "https://invoice.example/" + id);
        json.put("attempted", failures > 0 || "paid".equals(status));
        json.put("auto_advance", "draft".equals(status) && due != null);
        json.put("next_payment_attempt", "open".equals(status) ? seconds(due) : null);
        json.put("status_transitions", transitions());
        json.put(
                "parent",
                Map.of(
                        "type",
                        "subscription_details",
                        "subscription_details",
                        Map.of("subscription", subscription.id, "metadata", metadata)));
        json.put(
                "lines",
                StandIn.list(lines.stream()
                        .map(line -> Map.<String, Object>of(
                                "object",
                                "line_item",
                                "amount",
                                line.amountMinor(),
                                "discount_amounts",
                                discountAmounts(line),
                                "period",
                                Map.of(
                                        "start",
                                        line.start().getEpochSecond(),
                                        "end",
                                        line.end().getEpochSecond())))
                        .toList()));
        if (withPayments) {
            json.put("payments", StandIn.list(payments(id)));
        }
        return json;
    }

    /** Each line's part. */
    private List<Map<String, Object>> discountAmounts(Line line) {
        long amount = lines.stream().mapToLong(Line::amountMinor).sum();
        long part = amount == 0 ? 0 : offMinor * line.amountMinor() / amount;
        return List.of(Map.of("amount", part, "discount", "di_" + subscription.id));
    }

    private Map<String, Object> transitions() {
        Map<String, Object> transitions = new LinkedHashMap<>();
        transitions.put("paid_at", seconds(paidAt));
        return transitions;
    }

    /** How it was paid, with the invoice's name or the invoice itself. */
    List<Map<String, Object>> payments(Object invoice) {
        return payment == null
                ? List.of()
                : List.of(Map.of(
                        "id",
                        "inpay_" + id,
                        "object",
                        "invoice_payment",
                        "status",
                        "paid",
                        "invoice",
                        invoice,
                        "payment",
                        Map.of("type", "payment_intent", "payment_intent", payment.id)));
    }

    static @Nullable Long seconds(@Nullable Instant moment) {
        return moment == null ? null : moment.getEpochSecond();
    }
}
