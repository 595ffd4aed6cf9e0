/** The leak scanner against sites that leak in every way that it knows, and one that does not. */
@NullMarked
package io.latchkey.scan;

import org.jspecify.annotations.NullMarked;
