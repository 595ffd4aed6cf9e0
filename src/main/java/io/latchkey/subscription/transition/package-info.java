/**
 * The shell in which subscriptions change: it reads and locks them, takes them a step on, lets follow
 * what must, and tells it.
 */
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "words",
            "site",
            "event",
            "plan",
            "reader.identity",
            "reader.revocation",
            "reader.session",
            "metering",
            "receipt",
            "notice",
            "subscription.billing",
            "subscription.state"
        })
@NullMarked
package io.latchkey.subscription.transition;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
