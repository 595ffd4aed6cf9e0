/** Latchkey: a paywall and subscription service. Each package below is one room of the business. */
@NullMarked
package io.latchkey;

import org.jspecify.annotations.NullMarked;
