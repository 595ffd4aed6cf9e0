/**
 * Checkouts: a reader on the way to the provider's page, and what they are promised there. Does not
 * know what came of it.
 */
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "site",
            "limit",
            "plan",
            "reader.data",
            "reader.identity",
            "reader.session",
            "metering",
            "subscription.beginning",
            "subscription.state",
            "subscription.transition",
            "payment.provider",
            "payment.promo",
            "payment.money"
        })
@NullMarked
package io.latchkey.payment.checkout;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
