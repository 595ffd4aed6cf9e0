/** Tests of what readers see and touch. */
@NullMarked
package io.latchkey.account;

import org.jspecify.annotations.NullMarked;
