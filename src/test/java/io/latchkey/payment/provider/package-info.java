/** What every payment provider must do, whichever it is. */
@NullMarked
package io.latchkey.payment.provider;

import org.jspecify.annotations.NullMarked;
