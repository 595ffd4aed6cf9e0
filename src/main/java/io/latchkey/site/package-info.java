/**
 * Sites: who publishes, under which rules, and the keys with which a site's servers call. Knows
 * nothing of articles, readers or money.
 */
@ApplicationModule(allowedDependencies = {"shared"})
@NullMarked
package io.latchkey.site;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
