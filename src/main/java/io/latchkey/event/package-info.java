/**
 * The append-only log of business facts, each written in the transaction that makes it true.
 * Decides nothing and never changes a fact.
 */
@ApplicationModule(allowedDependencies = {"shared", "site"})
@NullMarked
package io.latchkey.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
