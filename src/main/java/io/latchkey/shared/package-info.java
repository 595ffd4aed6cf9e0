/**
 * What every room stands on, in six small ones, of which each knows those before it: problem,
 * time, secret, web, database, idempotency. Knows no feature and no table of one.
 */
@ApplicationModule(
        type = ApplicationModule.Type.OPEN,
        allowedDependencies = {})
@NullMarked
package io.latchkey.shared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
