/**
 * Webhooks out: the subscriptions of sites to their own events, and the carrying to them. Decides
 * nothing about what is an event.
 */
@NullMarked
package io.latchkey.event.webhook;

import org.jspecify.annotations.NullMarked;
