/**
 * Webhooks out: the subscriptions of sites to their own events, and the carrying to them. Decides
 * nothing about what is an event, and nobody needs to know of it.
 */
@ApplicationModule(allowedDependencies = {"shared", "site", "event"})
@NullMarked
package io.latchkey.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
