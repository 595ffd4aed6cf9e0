/** Webhooks against a receiver on loopback. */
@NullMarked
package io.latchkey.event.webhook;

import org.jspecify.annotations.NullMarked;
