package io.latchkey.receipt;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record that the reader keeps.
 *
 * @param content what was done, in the words of the room that wrote it; {@code reason}, if there,
 *     is what the reader wrote, and is signed only as a hash
 * @param receivedAt when it reached us, in PostgreSQL's resolution
 */
public record Receipt(UUID id, Kind kind, Map<String, Object> content, Instant receivedAt) {

    /** Rounds the time down to what can be stored. */
    public Receipt {
        receivedAt = receivedAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** What the receipt is of. */
    public enum Kind {
        /** Something was paid. */
        PURCHASE,
        /** A subscription will not renew, or ended at once. */
        CANCELLATION,
        /** The reader withdrew from a contract (Directive 2011/83/EU, article 9). */
        WITHDRAWAL,
        /** Something was paid back, wholly or in part. */
        REFUND;

        /** The kind as the contract writes it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * The receipt of a payment.
     *
     * @param planName what readers saw it called
     * @param accessUntil the end of what was paid for; null for a pack that does not expire
     */
    public static Receipt purchase(
            UUID id,
            String plan,
            String planName,
            long amountMinor,
            String currency,
            Instant paidAt,
            @Nullable Instant accessUntil,
            Instant receivedAt) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("plan", plan);
        content.put("planName", planName);
        content.put("amountMinor", amountMinor);
        content.put("currency", currency);
        content.put("paidAt", paidAt);
        if (accessUntil != null) {
            content.put("accessUntil", accessUntil);
        }
        return new Receipt(id, Kind.PURCHASE, content, receivedAt);
    }

    /**
     * The receipt of money paid back.
     *
     * @param of the receipt of the purchase, or the payment
     */
    public static Receipt refund(
            UUID id, UUID of, String planName, long amountMinor, String currency, Instant receivedAt) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("of", of);
        content.put("planName", planName);
        content.put("amountMinor", amountMinor);
        content.put("currency", currency);
        return new Receipt(id, Kind.REFUND, content, receivedAt);
    }

    /**
     * The receipt of a withdrawal.
     *
     * @param of the receipt of the purchase, or the payment
     * @param submittedAt when the reader declared it
     * @param effectiveAt when the contract, and with it access, ended
     * @param reason what the reader wrote; nobody has to give one
     */
    public static Receipt withdrawal(
            UUID id,
            UUID of,
            String plan,
            String planName,
            Instant submittedAt,
            Instant effectiveAt,
            @Nullable String reason,
            Instant receivedAt) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("of", of);
        content.put("plan", plan);
        content.put("planName", planName);
        content.put("submittedAt", submittedAt);
        content.put("effectiveAt", effectiveAt);
        content.put("accessUntil", effectiveAt);
        if (reason != null) {
            content.put("reason", reason);
        }
        return new Receipt(id, Kind.WITHDRAWAL, content, receivedAt);
    }
}
