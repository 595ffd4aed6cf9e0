package io.latchkey.access;

import io.latchkey.site.SiteId;

/**
 * The cookie in which a site may keep its reader's access token, so that a page that is asked for
 * by its address brings it along. The site sets it; it is not that of the reader token.
 */
public final class AccessCookie {

    private static final String PREFIX = "__Host-latchkey_access-";

    private AccessCookie() {}

    /** The cookie's name at this site. */
    public static String nameFor(SiteId site) {
        return PREFIX + site.value();
    }
}
