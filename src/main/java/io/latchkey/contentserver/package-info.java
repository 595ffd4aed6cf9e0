/**
 * For a site's own Spring server: whether whoever asks may read an article in full, decided by the
 * token alone. Packaged as a jar of its own; knows nothing of the service and is no part of it.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.latchkey.contentserver;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
