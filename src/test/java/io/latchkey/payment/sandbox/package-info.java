/** Tests of the sandbox, and of what happens here when the provider is not reached. */
@NullMarked
package io.latchkey.payment.sandbox;

import org.jspecify.annotations.NullMarked;
