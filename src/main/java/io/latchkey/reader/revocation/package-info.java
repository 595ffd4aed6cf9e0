/**
 * Revocations: readers whose access tokens are void before they expire.
 */
@ApplicationModule(allowedDependencies = {"shared", "site", "token", "reader.identity"})
@NullMarked
package io.latchkey.reader.revocation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
