/**
 * What the payment provider calls us with: verified before it is parsed, stored, and applied by
 * looking at the provider's state. Decides nothing about subscriptions or payments.
 */
@NullMarked
package io.latchkey.payment.callback;

import org.jspecify.annotations.NullMarked;
