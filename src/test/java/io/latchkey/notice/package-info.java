/** Tests of what readers are told. */
@NullMarked
package io.latchkey.notice;

import org.jspecify.annotations.NullMarked;
