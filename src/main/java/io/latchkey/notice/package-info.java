/**
 * Notices: what a reader must be told by e-mail, and the evidence that it was. Does not decide what
 * is worth telling: the room in which a fact becomes true says so, in the transaction of the fact.
 */
@ApplicationModule(allowedDependencies = {"shared", "words", "site", "event", "reader.data", "reader.identity"})
@NullMarked
package io.latchkey.notice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
