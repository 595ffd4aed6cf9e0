package io.latchkey.plan;

import io.latchkey.shared.web.Input;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;

/**
 * An amount of money. What was sold stays readable when its currency is no more: only what is
 * {@linkplain #asked asked for} anew must be in money of today.
 *
 * @param amountMinor in the currency's minor unit, such as cents
 * @param currency an ISO 4217 code
 */
public record Price(@Column("price_minor") Long amountMinor, String currency) {

    /** A million of what has hundredths: more is a slip of somebody's hand. */
    private static final long LARGEST_MINOR = 100_000_000;

    /** Currencies of which some thousand or more make a dollar: a year's plan costs millions. */
    private static final Set<String> SMALL = Set.of(
            "AOA", "ARS", "BIF", "CDF", "CLP", "COP", "GNF", "IDR", "IQD", "IRR", "KHR", "KRW", "LAK", "LBP", "MGA",
            "MMK", "MNT", "MWK", "NGN", "PYG", "RWF", "SSP", "SYP", "TZS", "UGX", "UZS", "VND", "YER");

    private static final int SMALLER = 1_000;

    private static final Pattern ISO_CURRENCY = Pattern.compile("[A-Z]{3}");

    /** Refuses negative amounts and what is no code of a currency. */
    public Price {
        Input.number("amountMinor", amountMinor, 0, Long.MAX_VALUE);
        Input.matching("currency", currency, ISO_CURRENCY);
    }

    /** What a site asks for, or takes off: money of today, within what is meant. */
    public static Price asked(@Nullable Long amountMinor, @Nullable String currency, long least) {
        String code = Input.currency("currency", currency);
        long largest = SMALL.contains(code) ? LARGEST_MINOR * SMALLER : LARGEST_MINOR;
        return new Price(Input.number("amountMinor", amountMinor, least, largest), code);
    }

    /** Whether nothing is to pay. */
    public boolean free() {
        return amountMinor == 0;
    }
}
