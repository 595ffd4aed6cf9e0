package io.latchkey.subscription.billing;

/** Whether what is billed is paid. */
public enum BillingStatus {
    /** The first payment has not arrived yet: nothing was bought. */
    STARTING,
    /** Paid, or in its trial. */
    RUNNING,
    /** The payment for the period that follows the paid one failed. */
    UNPAID,
    /** Not billed for a while. */
    PAUSED,
    /** Not billed any more. */
    ENDED
}
