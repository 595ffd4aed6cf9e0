/**
 * Words for people: the languages that we speak, and how days, moments, amounts and periods are
 * written in each. Has no sentence of its own; every room keeps what it says.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.latchkey.words;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
