package io.latchkey.payment.checkout;

import java.time.Instant;
import org.springframework.data.relational.core.mapping.Column;

/**
 * What a buyer expressly consented to.
 *
 * @param immediateStart that it begins at once, before the withdrawal period ends
 * @param acknowledgedLoss that they lose the right to withdraw by that, as the law says
 * @param at when they did
 */
public record Consent(
        boolean immediateStart,
        boolean acknowledgedLoss,
        @Column("consented_at") Instant at) {

    /** Whether it costs the right to have all paid back. */
    public boolean whole() {
        return immediateStart && acknowledgedLoss;
    }
}
