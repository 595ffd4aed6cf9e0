/** Tests of what readers see and touch. */
@NullMarked
package io.latchkey.account.home;

import org.jspecify.annotations.NullMarked;
