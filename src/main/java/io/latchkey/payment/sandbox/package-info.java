/**
 * The provider for trying things out: no money moves, its page pays or declines at a click, and its
 * clock drives renewals. Off unless LATCHKEY_PAYMENT_PROVIDER asks for it.
 */
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "words",
            "site",
            "event",
            "limit",
            "plan",
            "reader.data",
            "reader.identity",
            "subscription.billing",
            "payment.provider"
        })
@NullMarked
package io.latchkey.payment.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
