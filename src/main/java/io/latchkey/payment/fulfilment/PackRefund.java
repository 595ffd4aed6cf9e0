package io.latchkey.payment.fulfilment;

import io.latchkey.plan.Price;
import io.latchkey.site.PackRefundRules.TakeBack;
import java.math.BigInteger;

/**
 * Money of a pack that went back, all in all: so it does not matter in which order or how often
 * refunds are told.
 *
 * @param given how many unlocks the pack gave
 * @param paid what the reader paid for it
 * @param refundedMinor what of it was paid back until now
 */
record PackRefund(int given, Price paid, long refundedMinor) {

    /**
     * How many unlocks the pack keeps. What is taken back is rounded down, in the reader's favour;
     * more than is unspent is never taken, which whoever takes it sees to.
     */
    int keeps(TakeBack setting) {
        return switch (setting) {
            case UNSPENT -> given - takenBack();
            case NOTHING -> given;
        };
    }

    private int takenBack() {
        if (refundedMinor <= 0 || paid.free()) {
            return 0;
        }
        long refunded = Math.min(refundedMinor, paid.amountMinor());
        return BigInteger.valueOf(given)
                .multiply(BigInteger.valueOf(refunded))
                .divide(BigInteger.valueOf(paid.amountMinor()))
                .intValueExact();
    }
}
