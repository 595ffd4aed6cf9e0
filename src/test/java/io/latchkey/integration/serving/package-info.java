/** The configuration on the page about serving, run as it stands there. */
@NullMarked
package io.latchkey.integration.serving;

import org.jspecify.annotations.NullMarked;
