/**
 * Readers: who reads at a site, the tokens their browsers hold, signing in, and how an anonymous
 * history becomes a known reader's. Does not know what they read or bought.
 */
@ApplicationModule(allowedDependencies = {"shared", "site", "event", "limit", "token"})
@NullMarked
package io.latchkey.reader;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
