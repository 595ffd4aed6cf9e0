/**
 * What is held of a reader in all rooms: taken along, erased, and merged when an anonymous one becomes
 * known. Holds nothing itself but what is merged.
 */
@ApplicationModule(allowedDependencies = {"shared", "reader.identity", "reader.revocation", "reader.session"})
@NullMarked
package io.latchkey.reader.data;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
