/**
 * The reader's face: pages that work without JavaScript, and the widget. Decides nothing: calls the
 * use cases that the API calls. Nobody imports it.
 */
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "words",
            "site",
            "event",
            "limit",
            "token",
            "plan",
            "reader.data",
            "reader.identity",
            "reader.session",
            "reader.signin",
            "receipt",
            "notice",
            "metering",
            "subscription.billing",
            "subscription.change",
            "subscription.declaration",
            "subscription.leaving",
            "subscription.state",
            "subscription.transition",
            "payment.checkout",
            "payment.promo",
            "payment.sync",
            "access"
        })
@NullMarked
package io.latchkey.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
