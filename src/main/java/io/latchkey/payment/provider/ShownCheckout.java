package io.latchkey.payment.provider;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A checkout as it stands here, for an adapter whose page is our own.
 *
 * @param dueNow what is paid now: nothing when a trial comes first
 * @param consent what the buyer expressly consented to; null for nothing
 * @param returnTo where the reader goes afterwards; null when the site did not say
 * @param expiresAt until when it can be paid
 */
public record ShownCheckout(
        ReaderKey reader,
        UUID id,
        PlanId plan,
        Price dueNow,
        CheckoutStatus status,
        @Nullable Consented consent,
        @Nullable String returnTo,
        Instant expiresAt) {

    /** The same for a reader who goes somewhere else afterwards. */
    public ShownCheckout returningTo(String page) {
        return new ShownCheckout(reader, id, plan, dueNow, status, consent, page, expiresAt);
    }

    /**
     * What was consented to.
     *
     * @param immediateStart that it begins at once, before the withdrawal period ends
     * @param acknowledgedLoss that the right to withdraw is lost by that, as the law says
     */
    public record Consented(boolean immediateStart, boolean acknowledgedLoss) {}
}
