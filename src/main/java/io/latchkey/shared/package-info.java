/**
 * What every room stands on, in five small ones, of which each knows those before it: problem,
 * time, web, database, idempotency. Knows no feature and no table of one.
 */
@ApplicationModule(
        type = ApplicationModule.Type.OPEN,
        allowedDependencies = {})
@NullMarked
package io.latchkey.shared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
