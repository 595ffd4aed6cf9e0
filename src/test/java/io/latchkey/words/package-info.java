/** Tests of how we write for people. */
@NullMarked
package io.latchkey.words;

import org.jspecify.annotations.NullMarked;
