package io.latchkey.limit;

import java.util.Locale;

/**
 * What is limited for each address. Only what readers' browsers and strangers do: a site's servers
 * act for all its readers from one address, and bring a key, which is a better name than that.
 */
public enum Limit {
    /** Sessions of readers whom nobody knows. */
    ANONYMOUS_SESSIONS,
    /** Credentials that turned out to be none; those that are valid are never counted. */
    FAILED_CREDENTIALS,
    /** Promo codes that were typed, right or wrong. */
    PROMO_CODES,
    /** Purchases that were begun. */
    CHECKOUTS,
    /** Receipts that were asked for by their id, of whoever they are. */
    RECEIPTS;

    /** As it is called in settings, metrics and the log. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
