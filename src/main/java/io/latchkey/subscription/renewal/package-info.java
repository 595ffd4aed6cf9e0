/**
 * How subscriptions go on: renewed, unpaid and recovered, as their provider bills them, and what
 * readers are told before.
 */
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "site",
            "plan",
            "reader.identity",
            "notice",
            "subscription.billing",
            "subscription.state",
            "subscription.transition",
            "subscription.leaving"
        })
@NullMarked
package io.latchkey.subscription.renewal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
