/**
 * Sessions of readers: the tokens that their browsers hold, how each stands, and its end. Does not
 * begin them.
 */
@ApplicationModule(allowedDependencies = {"shared", "site", "token", "reader.identity", "reader.revocation"})
@NullMarked
package io.latchkey.reader.session;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
