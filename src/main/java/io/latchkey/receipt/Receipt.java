package io.latchkey.receipt;

import com.fasterxml.jackson.annotation.JsonValue;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * A record that the reader keeps.
 *
 * @param content what was done, in the words of the room that wrote it
 * @param receivedAt when it reached us
 */
public record Receipt(UUID id, Kind kind, Map<String, Object> content, Instant receivedAt) {

    /** What the receipt is of. */
    public enum Kind {
        /** A subscription will not renew, or ended at once. */
        CANCELLATION;

        /** The kind as the contract writes it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
