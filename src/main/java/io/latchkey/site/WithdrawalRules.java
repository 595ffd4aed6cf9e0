package io.latchkey.site;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What becomes of the money when a reader withdraws from a contract.
 *
 * @param refund how much of it goes back
 */
public record WithdrawalRules(Repaid refund) {

    static final WithdrawalRules USUAL = new WithdrawalRules(Repaid.FULL);

    /** How much goes back. */
    public enum Repaid {
        /** All. */
        FULL,
        /**
         * What is left after the time that was used; only where the reader asked that it begin at
         * once and knew what that means (directive 2011/83/EU, article 14 paragraph 3).
         */
        PRORATED;

        /** As the contract writes it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Repaid parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
