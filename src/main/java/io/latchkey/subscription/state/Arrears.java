package io.latchkey.subscription.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is waited for where a payment is missing.
 *
 * @param retryAt when the provider tries a declined payment again; null when it does not
 * @param unpaidSince from when days of grace are counted: the end of the paid time, or later when
 *     the provider said so late; null while it has not said that a payment is missing
 * @param lookAt when the provider is asked again for a payment of which it said nothing; null when
 *     none is waited for
 */
public record Arrears(
        @Nullable Instant retryAt,
        @Nullable Instant unpaidSince,
        @Nullable Instant lookAt) {

    /** Nothing is owed, and nothing waited for. */
    static final Arrears NONE = new Arrears(null, null, null);

    Arrears lookAt(@Nullable Instant again) {
        return new Arrears(retryAt, unpaidSince, again);
    }
}
