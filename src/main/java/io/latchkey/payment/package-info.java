/**
 * Payment, a wing of rooms. {@code provider} is the port to whoever takes the money; {@code sandbox}
 * and {@code stripe} stand behind it and know it alone. {@code money} and {@code promo} keep what was
 * paid and what is taken off, {@code checkout} sells, {@code fulfilment} gives what was paid for,
 * {@code sync} keeps both sides alike. None decides what a subscription may do: it is told what was
 * paid.
 */
@NullMarked
package io.latchkey.payment;

import org.jspecify.annotations.NullMarked;
