/**
 * The widget as it is served: one module, made smaller once, with what browsers may keep of it.
 */
@NullMarked
package io.latchkey.account.widget;

import org.jspecify.annotations.NullMarked;
