/**
 * Articles: the posts of a site, each with an access level and a tier. Does not know who reads
 * them.
 */
@ApplicationModule(allowedDependencies = {"shared", "site", "event"})
@NullMarked
package io.latchkey.article;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
