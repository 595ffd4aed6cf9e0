package io.latchkey.payment.stripe;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** A payment that arrived, with its charge. */
final class StandInPayment {

    final String id;
    final String customer;
    final long amountMinor;
    final String currency;
    final Instant created;
    final Map<String, String> metadata;

    /** The latest first. */
    final Deque<Map<String, Object>> refunds = new ArrayDeque<>();

    long refundedMinor;
    boolean disputed;

    StandInPayment(
            String id,
            String customer,
            long amountMinor,
            String currency,
            Instant created,
            Map<String, String> metadata) {
        this.id = id;
        this.customer = customer;
        this.amountMinor = amountMinor;
        this.currency = currency;
        this.created = created;
        this.metadata = metadata;
    }

    Map<String, Object> json(boolean withCharge) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("object", "payment_intent");
        json.put("status", "succeeded");
        json.put("amount", amountMinor);
        json.put("currency", currency);
        json.put("customer", customer);
        json.put("metadata", metadata);
        json.put("latest_charge", withCharge ? charge() : chargeId());
        return json;
    }

    String chargeId() {
        return "ch_" + id;
    }

    Map<String, Object> charge() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", chargeId());
        json.put("object", "charge");
        json.put("amount", amountMinor);
        json.put("amount_refunded", refundedMinor);
        json.put("disputed", disputed);
        json.put("created", created.getEpochSecond());
        json.put("payment_intent", id);
        return json;
    }
}
