/**
 * Whether the process lives and may be sent requests, answered apart from those requests: an
 * orchestrator must hear it however many of them there are. Knows no feature.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.latchkey.probe;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
