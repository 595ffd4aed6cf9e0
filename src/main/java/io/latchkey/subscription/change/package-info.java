/**
 * What readers and sites change while a subscription runs: its plan, its price, a break.
 */
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "site",
            "plan",
            "reader.identity",
            "reader.session",
            "notice",
            "subscription.billing",
            "subscription.state",
            "subscription.transition"
        })
@NullMarked
package io.latchkey.subscription.change;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
