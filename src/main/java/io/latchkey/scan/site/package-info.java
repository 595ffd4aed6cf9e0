/**
 * The site that is looked at: its answers, with bounds on everything, and what its sitemaps say it
 * has. Knows nothing of what would be a leak.
 */
@NullMarked
package io.latchkey.scan.site;

import org.jspecify.annotations.NullMarked;
