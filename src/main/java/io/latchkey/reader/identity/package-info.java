/**
 * Who reads at a site: readers, their keys, what the site tells of them, and the lock on one. Knows no
 * session.
 */
@ApplicationModule(allowedDependencies = {"shared", "site"})
@NullMarked
package io.latchkey.reader.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
