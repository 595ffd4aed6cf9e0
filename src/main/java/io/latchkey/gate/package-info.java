/**
 * The gate: tells a proxy, in its dialect, whether to serve an article to whoever asks for it.
 * Decides nothing about access and spends nothing.
 */
@ApplicationModule(allowedDependencies = {"shared", "site", "event", "access", "article", "reader.session"})
@NullMarked
package io.latchkey.gate;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
