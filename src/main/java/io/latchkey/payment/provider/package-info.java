/**
 * The port to whoever takes the money: what we ask of a payment provider and what it tells us, in
 * our own words. Knows no provider.
 */
@ApplicationModule(allowedDependencies = {"shared", "plan", "reader.identity", "subscription.billing"})
@NullMarked
package io.latchkey.payment.provider;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
