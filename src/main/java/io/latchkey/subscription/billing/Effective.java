package io.latchkey.subscription.billing;

/** When a cancellation or another plan takes effect. */
public enum Effective {
    /** When the paid time ends. */
    PERIOD_END,
    /** At once. */
    NOW
}
