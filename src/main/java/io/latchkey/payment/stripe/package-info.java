/**
 * Stripe as the payment provider. Its words stay in this folder; what leaves it speaks the port's.
 * Off unless LATCHKEY_PAYMENT_PROVIDER asks for it.
 */
@ApplicationModule(
        allowedDependencies = {"shared", "site", "plan", "reader.identity", "subscription.billing", "payment.provider"})
@NullMarked
package io.latchkey.payment.stripe;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
