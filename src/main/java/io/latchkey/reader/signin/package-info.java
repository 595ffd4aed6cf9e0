/**
 * Signing in: how sessions begin, by a site's word, by a link in a letter, or by OpenID Connect.
 */
@ApplicationModule(
        allowedDependencies = {"shared", "words", "site", "token", "reader.identity", "reader.session", "reader.data"})
@NullMarked
package io.latchkey.reader.signin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
