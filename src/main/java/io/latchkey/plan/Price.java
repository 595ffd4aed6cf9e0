package io.latchkey.plan;

import io.latchkey.shared.Input;

import org.jspecify.annotations.Nullable;

import java.util.Currency;
import java.util.regex.Pattern;

/**
 * An amount of money. What was sold stays readable when its currency is no more: only what is
 * {@linkplain #asked asked for} anew must be in money of today.
 *
 * @param amountMinor in the currency's minor unit, such as cents
 * @param currency an ISO 4217 code
 */
public record Price(Long amountMinor, String currency) {

    /** Of every currency in whole units: a year's plan costs millions of rupiahs or rials. */
    private static final long LARGEST = 1_000_000_000;

    private static final Pattern ISO_CURRENCY = Pattern.compile("[A-Z]{3}");

    /** Refuses negative amounts and what is no code of a currency. */
    public Price {
        Input.number("amountMinor", amountMinor, 0, Long.MAX_VALUE);
        Input.matching("currency", currency, ISO_CURRENCY);
    }

    /** What a site asks for, or takes off: money of today, and at most a billion of it. */
    public static Price asked(@Nullable Long amountMinor, @Nullable String currency, long least) {
        String code = Input.currency("currency", currency);
        return new Price(Input.number("amountMinor", amountMinor, least, largest(code)), code);
    }

    private static long largest(String currency) {
        int digits = Currency.getInstance(currency).getDefaultFractionDigits();
        return LARGEST * Math.powExact(10L, digits);
    }

    /** Whether nothing is to pay. */
    public boolean free() {
        return amountMinor == 0;
    }
}
