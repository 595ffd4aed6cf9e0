package io.latchkey.account;

import io.latchkey.site.SiteId;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A page of a site's account, to which a reader may be led once they signed in.
 *
 * @param address its path and query
 */
public record OwnPage(URI address) {

    private static final int LONGEST = 2_000;

    /** No segment begins with a dot, none is empty, and nothing is encoded but in the query. */
    private static final Pattern BELOW = Pattern.compile(
            "(?:/[A-Za-z0-9][A-Za-z0-9._~-]*)*/?(?:\\?(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?");

    private static final Pattern SIGNING_IN = Pattern.compile("/sign-(?:in|out)(?:[/?].*)?");

    /** The page; empty where it is no page of this site's, or one by which readers sign in. */
    static Optional<OwnPage> of(SiteId site, String address) {
        String home = "/account/" + site.value();
        if (!address.startsWith(home) || address.length() > LONGEST) {
            return Optional.empty();
        }
        String below = address.substring(home.length());
        return BELOW.matcher(below).matches() && !SIGNING_IN.matcher(below).matches()
                ? Optional.of(new OwnPage(URI.create(address)))
                : Optional.empty();
    }
}
