/** The plugin for WordPress, in a real WordPress on a real database before the service. */
@NullMarked
package io.latchkey.integration.wordpress;

import org.jspecify.annotations.NullMarked;
