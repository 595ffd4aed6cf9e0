package io.latchkey.site;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.springframework.data.relational.core.mapping.Column;

/**
 * What becomes of a subscription whose payment the reader's bank calls back.
 *
 * @param cancel whether it is canceled, and from when
 */
public record DisputeRules(@Column("dispute_cancels") Cancel cancel) {

    static final DisputeRules USUAL = new DisputeRules(Cancel.PERIOD_END);

    /** Whether such a subscription is canceled. */
    public enum Cancel {
        /** It does not renew; what was paid for before stays open until the period ends. */
        PERIOD_END,
        /** It ends at once. */
        NOW,
        /** It goes on. */
        NEVER;

        /** As the contract writes it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Cancel parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
