/** Webhooks against a receiver on loopback. */
@NullMarked
package io.latchkey.webhook;

import org.jspecify.annotations.NullMarked;
