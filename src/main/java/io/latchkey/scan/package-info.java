/**
 * The leak scanner: a command that looks at a site from outside and says where premium text appears
 * that should not. Runs without the service and knows nothing of it; asks only the site that it is
 * pointed at.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.latchkey.scan;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
