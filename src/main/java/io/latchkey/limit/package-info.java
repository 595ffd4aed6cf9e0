/**
 * How much one address may ask for: where requests come from, how often each may do what costs us
 * or could be guessed, and what is said beyond. Knows no feature; those say what they count.
 */
@ApplicationModule(allowedDependencies = "shared")
@NullMarked
package io.latchkey.limit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
