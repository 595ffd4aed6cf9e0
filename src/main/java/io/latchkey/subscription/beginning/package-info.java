/**
 * How subscriptions begin: bought, free, or given by the site.
 */
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "site",
            "plan",
            "reader.identity",
            "subscription.billing",
            "subscription.state",
            "subscription.transition"
        })
@NullMarked
package io.latchkey.subscription.beginning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
