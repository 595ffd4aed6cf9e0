package io.latchkey.payment.provider;

/** When a change takes effect. */
public enum Effective {
    /** At once. */
    NOW,
    /** When the paid period ends. */
    PERIOD_END
}
