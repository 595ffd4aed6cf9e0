package io.latchkey.lifecycle;

import java.time.Instant;

/** Learns what happens between the reader's deeds, so that a model can follow it. */
interface Witness {

    /** The reader paid on a checkout. */
    void opened(String account);

    /** The provider billed what was due there. */
    void billed(Instant now);

    /** We began to look at an account; what is seen may arrive much later. */
    void lookBegan(String account, long number);

    /**
     * What a look saw arrived.
     *
     * @param wishesWait whether the provider has yet to be told something
     */
    void lookArrived(String account, long number, boolean wishesWait, Instant now);

    /** The provider was asked for the payment that is due with this account, and answered. */
    void asked(String account, Instant now);

    /** The provider was told what the reader wants of the subscription with this account. */
    void told(String account, Instant now);

    /** All that is due here at this moment was done. */
    void passed(Instant now);
}
