/**
 * Subscriptions: the state machine of a reader's running plan, its periods, cancelling and undoing.
 * Takes no money: whoever was paid says so here.
 */
@ApplicationModule(
        allowedDependencies = {"shared", "words", "site", "event", "plan", "reader", "metering", "receipt", "notice"})
@NullMarked
package io.latchkey.subscription;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
