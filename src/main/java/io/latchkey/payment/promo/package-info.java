/**
 * Promo codes: what they take off, for which plans, and how often they are redeemed. Sells nothing:
 * whoever opens a checkout reserves the code with it.
 */
@ApplicationModule(allowedDependencies = {"shared", "site", "plan", "reader.data", "reader.identity"})
@NullMarked
package io.latchkey.payment.promo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
