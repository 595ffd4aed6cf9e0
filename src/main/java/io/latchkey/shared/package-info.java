/**
 * What every room stands on: problem details, paging, input checks, the one clock, the database and
 * its shield. Knows no feature and no table of one.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.latchkey.shared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
