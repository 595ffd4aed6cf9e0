@NullMarked
package io.latchkey.payment.promo;

import org.jspecify.annotations.NullMarked;
