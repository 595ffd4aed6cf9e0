/** Plans: what can be bought, a subscription or a pack of unlocks. Does not know who bought it. */
@NullMarked
package io.latchkey.plan;

import org.jspecify.annotations.NullMarked;
