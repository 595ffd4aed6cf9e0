/**
 * Which door wants which credential, and what a browser must prove besides. Knows nothing of what
 * is behind the doors; one that is not listed is locked.
 */
@NullMarked
package io.latchkey.security;

import org.jspecify.annotations.NullMarked;
