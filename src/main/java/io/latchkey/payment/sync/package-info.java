/**
 * Synchronisation: keeps both sides of a subscription alike, ours and the provider's: by events, by
 * looks, by carrying over what readers want, by a daily comparison. Decides nothing about money.
 */
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "site",
            "event",
            "plan",
            "reader.identity",
            "reader.session",
            "subscription.billing",
            "subscription.change",
            "subscription.leaving",
            "subscription.renewal",
            "subscription.state",
            "subscription.transition",
            "payment.provider",
            "payment.promo",
            "payment.money",
            "payment.checkout",
            "payment.fulfilment"
        })
@NullMarked
package io.latchkey.payment.sync;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
