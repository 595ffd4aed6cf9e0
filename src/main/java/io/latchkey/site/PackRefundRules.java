package io.latchkey.site;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.springframework.data.relational.core.mapping.Column;

/**
 * What becomes of a pack that is paid back.
 *
 * @param takeBack of its unlocks
 */
public record PackRefundRules(@Column("pack_refund_takes") TakeBack takeBack) {

    static final PackRefundRules USUAL = new PackRefundRules(TakeBack.UNSPENT);

    /** Which unlocks go with the money; those that are spent never do. */
    public enum TakeBack {
        /** Those that are not spent, in proportion to what is paid back. */
        UNSPENT,
        /** None: the reader keeps what they bought. */
        NOTHING;

        /** As the contract writes it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static TakeBack parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
