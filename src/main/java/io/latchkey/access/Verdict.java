package io.latchkey.access;

import io.latchkey.metering.Meter;

/**
 * A decision for those who only pass it on.
 *
 * @param decision as the contract writes it
 * @param reason as the contract writes it
 */
public record Verdict(boolean granted, String decision, String reason, long unlockLeft, int meterLimit, int meterLeft) {

    static Verdict of(Standing standing) {
        Reason reason = Decision.decide(standing);
        Meter meter = standing.meter();
        return new Verdict(
                reason.granted(),
                reason.verdict().word(),
                reason.word(),
                standing.unlockLeft(),
                meter.limit(),
                meter.left());
    }
}
