/**
 * The keys that sign tokens and receipts: made, rotated, stored encrypted, published. Does not sign.
 */
@NullMarked
package io.latchkey.token.key;

import org.jspecify.annotations.NullMarked;
