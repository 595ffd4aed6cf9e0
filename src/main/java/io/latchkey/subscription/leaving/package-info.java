/**
 * The way out: cancelling and undoing it, withdrawing, the receipts of both, and the reasons given.
 */
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "site",
            "event",
            "plan",
            "reader.data",
            "reader.identity",
            "reader.session",
            "receipt",
            "subscription.billing",
            "subscription.state",
            "subscription.transition"
        })
@NullMarked
package io.latchkey.subscription.leaving;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
