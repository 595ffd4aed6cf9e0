/**
 * Money: payments, refunds, disputes, and which subscription of the provider is which of ours. Does not
 * decide what is given for it.
 */
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "site",
            "event",
            "plan",
            "reader.data",
            "reader.identity",
            "reader.revocation",
            "payment.provider"
        })
@NullMarked
package io.latchkey.payment.money;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
