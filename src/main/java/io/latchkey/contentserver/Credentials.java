package io.latchkey.contentserver;

import org.jspecify.annotations.Nullable;

/** Where a request carries its token: as a bearer, else in a cookie. */
final class Credentials {

    static final String COOKIE = "latchkey_access";

    private static final String BEARER = "bearer ";

    private Credentials() {}

    static @Nullable String token(@Nullable String authorization, @Nullable String cookie) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length())
                : cookie;
    }
}
