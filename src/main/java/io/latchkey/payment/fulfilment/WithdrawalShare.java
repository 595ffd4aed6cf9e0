package io.latchkey.payment.fulfilment;

import io.latchkey.subscription.state.Subscription;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/**
 * Which share of what was paid goes back to a reader who withdraws: of the time that was paid for,
 * what is left of it.
 */
record WithdrawalShare(long leftSeconds, long allSeconds) {

    /** All of it. */
    static final WithdrawalShare WHOLE = new WithdrawalShare(1, 1);

    /** What is left of the time that was paid; a trial before it was free. */
    static WithdrawalShare left(Subscription withdrawn, Instant at) {
        Instant trialEnd = withdrawn.trialEnd();
        Instant from = trialEnd == null ? withdrawn.createdAt() : trialEnd;
        long all = Duration.between(from, withdrawn.paidUntil()).toSeconds();
        long left = Duration.between(at, withdrawn.paidUntil()).toSeconds();
        return all <= 0 ? WHOLE : new WithdrawalShare(Math.clamp(left, 0, all), all);
    }

    /** The share of an amount, rounded up in the reader's favour. */
    long of(long amountMinor) {
        BigInteger all = BigInteger.valueOf(allSeconds);
        return BigInteger.valueOf(amountMinor)
                .multiply(BigInteger.valueOf(leftSeconds))
                .add(all.subtract(BigInteger.ONE))
                .divide(all)
                .longValueExact();
    }
}
