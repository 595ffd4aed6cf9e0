package io.latchkey.payment.stripe;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A checkout page in the stand-in's books. */
final class StandInSession {

    final String id;
    final boolean subscribes;
    final @Nullable String customer;
    final StandInPrice price;
    final @Nullable Duration trial;
    final Map<String, String> dataMetadata;
    private final @Nullable Map<String, String> coupon;
    final String locale;
    final @Nullable String email;
    Instant expiresAt;
    private final Map<String, String> metadata;
    private @Nullable String bought;

    StandInSession(
            String id,
            boolean subscribes,
            @Nullable String customer,
            StandInPrice price,
            @Nullable Duration trial,
            @Nullable Map<String, String> coupon,
            String locale,
            @Nullable String email,
            Instant expiresAt,
            Map<String, String> metadata,
            Map<String, String> dataMetadata) {
        this.id = id;
        this.subscribes = subscribes;
        this.customer = customer;
        this.price = price;
        this.trial = trial;
        this.coupon = coupon;
        this.locale = locale;
        this.email = email;
        this.expiresAt = expiresAt;
        this.metadata = metadata;
        this.dataMetadata = dataMetadata;
    }

    long offMinor() {
        StandInSubscription.Discount off = discount(Instant.EPOCH);
        return off == null ? 0 : off.offMinor(price.unitMinor());
    }

    private static long number(Map<String, String> coupon, String name) {
        return Long.parseLong(coupon.getOrDefault(name, "0"));
    }

    StandInSubscription.@Nullable Discount discount(Instant now) {
        return coupon == null ? null : discount(coupon, now);
    }

    /** What a coupon is worth to whoever has it from now on. */
    static StandInSubscription.Discount discount(Map<String, String> coupon, Instant now) {
        Instant until = switch (coupon.getOrDefault("duration", "")) {
            case "once" -> now.plusSeconds(1);
            case "repeating" ->
                now.atZone(ZoneOffset.UTC)
                        .plusMonths(Long.parseLong(coupon.getOrDefault("months", "0")))
                        .toInstant();
            default -> null;
        };
        return new StandInSubscription.Discount(
                coupon.getOrDefault("id", ""), number(coupon, "percent_off"), number(coupon, "amount_off"), until);
    }

    void paid(String by) {
        bought = by;
    }

    boolean isPaid() {
        return bought != null;
    }

    /** The name of what was bought: a subscription or a payment. */
    String bought() {
        if (bought == null) {
            throw new IllegalStateException("not paid");
        }
        return bought;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("object", "checkout.session");
        json.put("mode", subscribes ? "subscription" : "payment");
        json.put("url", "https://checkout.example/" + id);
        json.put("metadata", metadata);
        json.put("subscription", subscribes ? bought : null);
        json.put("payment_intent", subscribes ? null : bought);
        return json;
    }
}
