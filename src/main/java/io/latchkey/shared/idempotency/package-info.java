/**
 * Requests that are done once, however often they are sent. Knows no feature.
 */
@NullMarked
package io.latchkey.shared.idempotency;

import org.jspecify.annotations.NullMarked;
