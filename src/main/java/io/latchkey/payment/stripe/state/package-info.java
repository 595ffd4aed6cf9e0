/** Stripe's objects in the port's words, and what we write on them to know them by. Pure. */
@NullMarked
package io.latchkey.payment.stripe.state;

import org.jspecify.annotations.NullMarked;
