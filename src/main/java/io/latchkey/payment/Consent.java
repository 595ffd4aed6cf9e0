package io.latchkey.payment;

import java.time.Instant;

/**
 * What a buyer expressly consented to.
 *
 * @param immediateStart that it begins at once, before the withdrawal period ends
 * @param acknowledgedLoss that they lose the right to withdraw by that, as the law says
 * @param at when they did
 */
public record Consent(boolean immediateStart, boolean acknowledgedLoss, Instant at) {

    /** Whether it costs the right to have all paid back. */
    boolean whole() {
        return immediateStart && acknowledgedLoss;
    }
}
