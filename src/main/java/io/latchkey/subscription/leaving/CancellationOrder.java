package io.latchkey.subscription.leaving;

import io.latchkey.subscription.billing.Effective;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be canceled, and on whose word.
 *
 * @param submitted when it was said
 * @param declared by somebody who did not sign in
 * @param by what did it, when it was not the reader
 */
public record CancellationOrder(
        Effective effective,
        @Nullable String reason,
        Instant submitted,
        boolean declared,
        @Nullable String by) {

    static CancellationOrder byReader(Effective effective, @Nullable String reason, Instant now) {
        return new CancellationOrder(effective, reason, now, false, null);
    }

    static CancellationOrder declared(Instant submitted) {
        return new CancellationOrder(Effective.PERIOD_END, null, submitted, true, null);
    }

    public static CancellationOrder byProvider(Instant now) {
        return new CancellationOrder(Effective.PERIOD_END, null, now, false, "payment-provider");
    }

    static CancellationOrder byDispute(Effective effective, Instant now) {
        return new CancellationOrder(effective, null, now, false, "payment-dispute");
    }
}
