/**
 * Billing: how we and whoever bills a subscription speak of it, its periods and their shares. Asks
 * nobody.
 */
@ApplicationModule(allowedDependencies = {"shared", "plan"})
@NullMarked
package io.latchkey.subscription.billing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
