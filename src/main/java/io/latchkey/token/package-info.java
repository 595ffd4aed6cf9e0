/**
 * Signing keys, their rotation and publication; signs and verifies tokens and receipts. Knows no
 * business: what a claim means is its caller's affair.
 */
@ApplicationModule(allowedDependencies = {"shared", "site", "event"})
@NullMarked
package io.latchkey.token;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
