/**
 * Words for people: the languages that we speak, how days, moments, amounts and periods are written
 * in each, and how texts and templates are filled in. Has no sentence and no page of its own; every
 * room keeps what it says.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.latchkey.words;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
