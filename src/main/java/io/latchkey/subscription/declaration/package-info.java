/**
 * Declarations of whoever need not sign in to leave, found out and carried out, or left to the site.
 */
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "site",
            "event",
            "plan",
            "reader.identity",
            "receipt",
            "notice",
            "subscription.state",
            "subscription.transition",
            "subscription.leaving"
        })
@NullMarked
package io.latchkey.subscription.declaration;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
