/** Secrets that we make, and the hashes that are kept of them. */
@NullMarked
package io.latchkey.shared.secret;

import org.jspecify.annotations.NullMarked;
