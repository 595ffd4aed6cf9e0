/**
 * Payment: buying plans, the provider port, renewals and what becomes of unpaid ones. Does not
 * decide what a subscription may do: it tells it what was paid.
 */
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "words",
            "site",
            "event",
            "limit",
            "plan",
            "reader",
            "metering",
            "subscription",
            "receipt",
            "notice"
        })
@NullMarked
package io.latchkey.payment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
