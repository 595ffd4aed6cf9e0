/**
 * The state machine of a reader's running plan: each thing that happens makes the next state and its
 * facts, or is refused. Asks nobody.
 */
@ApplicationModule(allowedDependencies = {"shared", "event", "plan", "reader.identity", "subscription.billing"})
@NullMarked
package io.latchkey.subscription.state;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
