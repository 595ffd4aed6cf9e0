/** The packaged jar as operators run it: a process of its own, told everything by environment. */
@NullMarked
package io.latchkey.jar;

import org.jspecify.annotations.NullMarked;
