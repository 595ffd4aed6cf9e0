/**
 * Which door wants which credential, and what a browser must prove besides. Knows nothing of what
 * is behind the doors; one that is not listed is locked.
 */
@ApplicationModule(
        allowedDependencies = {"shared", "site", "event", "limit", "token", "reader.identity", "reader.session"})
@NullMarked
package io.latchkey.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
