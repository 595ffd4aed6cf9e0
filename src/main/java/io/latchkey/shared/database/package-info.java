/** PostgreSQL: its connections and the shield around transactions, how records lie in rows, what is encrypted there. */
@NullMarked
package io.latchkey.shared.database;

import org.jspecify.annotations.NullMarked;
