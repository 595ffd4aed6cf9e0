/**
 * Receipts: durable records of what a reader did that has legal weight. Decides nothing; each is
 * written in the transaction of the deed.
 */
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "words",
            "site",
            "event",
            "limit",
            "reader.data",
            "reader.identity",
            "reader.session",
            "token"
        })
@NullMarked
package io.latchkey.receipt;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
