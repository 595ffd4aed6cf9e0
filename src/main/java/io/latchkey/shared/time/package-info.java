/** The one clock, and what bounds waiting: deadlines, rounds, what perishes with its age. */
@NullMarked
package io.latchkey.shared.time;

import org.jspecify.annotations.NullMarked;
