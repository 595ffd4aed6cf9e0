package io.latchkey.payment.stripe;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A subscription in the stand-in's books. */
final class StandInSubscription {

    /** Money off each bill before a moment; null for always. */
    record Discount(
            String coupon,
            long percent,
            long amountMinor,
            @Nullable Instant until) {

        long offMinor(long priceMinor) {
            return percent == 0 ? amountMinor : Math.round(priceMinor * percent / 100.0);
        }
    }

    final String id;
    final String customer;
    final Map<String, String> metadata = new LinkedHashMap<>();

    StandInPrice price;
    String status = "active";
    Instant anchor;
    Instant start;
    Instant end;

    @Nullable
    Instant trialEnd;

    @Nullable
    Instant endedAt;

    @Nullable
    String cancelReason;

    boolean cancelAtPeriodEnd;

    /** An end that was set by hand. */
    @Nullable
    Instant cancelAt;

    boolean paused;
    boolean cardDeclines;

    /** Whether the card that pays its bill is used from then on. */
    boolean keepsTheCard;

    @Nullable
    Discount discount;

    @Nullable
    StandInSchedule schedule;

    @Nullable
    StandInInvoice latest;

    private long periods;

    StandInSubscription(String id, String customer, StandInPrice price, Instant now) {
        this.id = id;
        this.customer = customer;
        this.price = price;
        this.anchor = now;
        this.start = now;
        this.end = now;
    }

    boolean live() {
        return endedAt == null;
    }

    void trial(Instant now, Instant until) {
        status = "trialing";
        trialEnd = until;
        start = now;
        end = until;
    }

    /** The first period of a new count. */
    void anchored(Instant at) {
        anchor = at;
        periods = 0;
        next();
    }

    void next() {
        start = price.after(anchor, periods);
        periods++;
        end = price.after(anchor, periods);
    }

    void ended(Instant at) {
        status = "canceled";
        endedAt = at;
    }

    long discountMinor(Instant at, long priceMinor) {
        Discount off = discount;
        Instant until = off == null ? null : off.until();
        return off == null || (until != null && !at.isBefore(until)) ? 0 : off.offMinor(priceMinor);
    }

    /** Those that ended are not there any more. */
    void forgetDiscount(Instant now) {
        Discount off = discount;
        if (off != null && off.until() != null && !now.isBefore(off.until())) {
            discount = null;
        }
    }

    List<String> discounts() {
        return discount == null ? List.of() : List.of("di_" + id);
    }

    /** With their coupons, as they come when they are asked for. */
    private List<Map<String, Object>> wholeDiscounts() {
        Discount off = discount;
        if (off == null) {
            return List.of();
        }
        Map<String, Object> coupon = coupon(Map.of(
                "id", off.coupon(),
                "percent_off", Long.toString(off.percent()),
                "amount_off", Long.toString(off.amountMinor()),
                "currency", price.currency()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", discounts().getFirst());
        json.put("object", "discount");
        json.put("end", StandInInvoice.seconds(off.until()));
        json.put("source", Map.of("type", "coupon", "coupon", coupon));
        return List.of(json);
    }

    /** A coupon as it comes when it is asked for. */
    static Map<String, Object> coupon(Map<String, String> coupon) {
        long percent = Long.parseLong(coupon.getOrDefault("percent_off", "0"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", coupon.get("id"));
        json.put("object", "coupon");
        json.put("percent_off", percent == 0 ? null : percent);
        json.put("amount_off", percent == 0 ? Long.parseLong(coupon.getOrDefault("amount_off", "0")) : null);
        json.put("currency", percent == 0 ? coupon.get("currency") : null);
        return json;
    }

    Map<String, Object> json(boolean withInvoice, boolean withSchedule, boolean withDiscounts) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", "si_" + id);
        item.put("object", "subscription_item");
        item.put("quantity", 1);
        item.put("price", price.json());
        item.put("current_period_start", start.getEpochSecond());
        item.put("current_period_end", end.getEpochSecond());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("object", "subscription");
        json.put("customer", customer);
        json.put("discounts", withDiscounts ? wholeDiscounts() : discounts());
        json.put("status", status);
        json.put("metadata", Map.copyOf(metadata));
        json.put("items", StandIn.list(List.of(item)));
        json.put("cancel_at_period_end", cancelAtPeriodEnd);
        json.put("cancel_at", StandInInvoice.seconds(cancelAtPeriodEnd ? end : cancelAt));
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("reason", cancelReason);
        json.put("cancellation_details", details);
        json.put("ended_at", StandInInvoice.seconds(endedAt));
        json.put("billing_cycle_anchor", anchor.getEpochSecond());
        json.put("trial_end", StandInInvoice.seconds(trialEnd));
        json.put("pause_collection", paused ? Map.of("behavior", "void") : null);
        StandInInvoice invoice = latest;
        json.put("latest_invoice", invoice == null ? null : withInvoice ? invoice.json(false) : invoice.id);
        StandInSchedule waits = schedule;
        json.put("schedule", waits == null ? null : withSchedule ? waits.json() : waits.id);
        return json;
    }
}
