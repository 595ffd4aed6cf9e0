/**
 * Sites: who publishes, under which rules, and the keys with which a site's servers call. Knows
 * nothing of articles, readers or money.
 */
@NullMarked
package io.latchkey.site;

import org.jspecify.annotations.NullMarked;
