/** Access tokens as a content server meets them. */
@NullMarked
package io.latchkey.access;

import org.jspecify.annotations.NullMarked;
