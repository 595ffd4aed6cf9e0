/** What readers and publishers live through, from beginning to end. */
@NullMarked
package io.latchkey.story;

import org.jspecify.annotations.NullMarked;
