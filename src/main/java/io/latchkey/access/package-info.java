/**
 * The decision: may this reader read this article now, why, and what would open it. Opens articles
 * by deciding and then drawing, and issues the access tokens that content servers check.
 */
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "site",
            "event",
            "article",
            "plan",
            "reader.identity",
            "reader.revocation",
            "reader.session",
            "metering",
            "subscription.state",
            "subscription.transition",
            "token"
        })
@NullMarked
package io.latchkey.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
