/** What a site's own Spring server adds, by a clock that stands still until it is moved. */
@NullMarked
package io.latchkey.contentserver;

import org.jspecify.annotations.NullMarked;
