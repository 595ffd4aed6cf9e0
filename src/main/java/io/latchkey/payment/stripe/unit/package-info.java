/** How Stripe counts and names what we count and name otherwise: money, periods, languages. Pure. */
@NullMarked
package io.latchkey.payment.stripe.unit;

import org.jspecify.annotations.NullMarked;
