/**
 * Signing in with the ID token of a site's own OpenID provider. Verifies what the provider says;
 * who that is here, and the session, are the room's around it.
 */
@NullMarked
package io.latchkey.reader.signin.openid;

import org.jspecify.annotations.NullMarked;
