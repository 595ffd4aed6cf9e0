package io.latchkey.plan;

import io.latchkey.shared.Input;

/**
 * An amount of money.
 *
 * @param amountMinor in the currency's minor unit, such as cents
 * @param currency an ISO 4217 code
 */
public record Price(Long amountMinor, String currency) {

    private static final long LARGEST_MINOR = 100_000_000;

    /** Refuses negative amounts and unknown currencies. */
    public Price {
        Input.number("amountMinor", amountMinor, 0, LARGEST_MINOR);
        Input.currency("currency", currency);
    }

    /** Whether nothing is to pay. */
    public boolean free() {
        return amountMinor == 0;
    }
}
