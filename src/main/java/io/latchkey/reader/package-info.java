/**
 * Readers, a wing of rooms. {@code identity} says who reads at a site, {@code revocation} whose access
 * tokens are void, {@code session} which of a reader's tokens still calls; {@code data} is what is held
 * of them in all rooms, taken along, merged and erased, and {@code signin} how sessions begin. None
 * knows what they read or bought.
 */
@NullMarked
package io.latchkey.reader;

import org.jspecify.annotations.NullMarked;
