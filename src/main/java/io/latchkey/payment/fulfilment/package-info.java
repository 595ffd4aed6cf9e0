/**
 * Fulfilment: what is given for money that came, and taken back with money that went. Does not ask
 * the provider.
 */
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "site",
            "event",
            "plan",
            "reader.identity",
            "metering",
            "subscription.beginning",
            "subscription.billing",
            "subscription.leaving",
            "subscription.state",
            "subscription.transition",
            "receipt",
            "notice",
            "payment.provider",
            "payment.promo",
            "payment.money",
            "payment.checkout"
        })
@NullMarked
package io.latchkey.payment.fulfilment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
