/**
 * Signing keys, their rotation and publication; signs and verifies tokens. Knows no business: what
 * a claim means is its caller's affair.
 */
@NullMarked
package io.latchkey.token;

import org.jspecify.annotations.NullMarked;
