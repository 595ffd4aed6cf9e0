/** Plans: what can be bought, a subscription or a pack of unlocks. Does not know who bought it. */
@ApplicationModule(allowedDependencies = {"shared", "site", "event"})
@NullMarked
package io.latchkey.plan;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
