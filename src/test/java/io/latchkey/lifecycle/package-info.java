/** Whole lives of subscriptions, compared with a simple model of them. */
@NullMarked
package io.latchkey.lifecycle;

import org.jspecify.annotations.NullMarked;
