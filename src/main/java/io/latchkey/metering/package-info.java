/**
 * Counts: the meter and its reads, grants, and the unlocks drawn from them. Knows no articles
 * beyond their ids: whether an unlock makes sense is not asked here.
 */
@ApplicationModule(
        allowedDependencies = {"shared", "site", "event", "reader.data", "reader.identity", "reader.session"})
@NullMarked
package io.latchkey.metering;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
