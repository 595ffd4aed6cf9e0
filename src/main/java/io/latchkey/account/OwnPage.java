package io.latchkey.account;

import io.latchkey.site.SiteId;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A page of a site's account, to which a reader may be led once they signed in.
 *
 * @param address its path and query
 */
public record OwnPage(URI address) {

    /** A plan's page names the article that led there. */
    private static final int LONGEST = 6_000;

    /** No segment begins with a dot, and nothing is encoded but in the query. */
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]*+");

    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*+");
    private static final List<String> SIGNING_IN = List.of("sign-in", "sign-out");

    boolean isHome(SiteId site) {
        return address.getPath().equals(home(site));
    }

    /** The page; empty where it is no page of this site's, or one by which readers sign in. */
    static Optional<OwnPage> of(SiteId site, String address) {
        String[] parts = address.split("[?]", 2);
        if (address.length() > LONGEST || !parts[0].startsWith(home(site))) {
            return Optional.empty();
        }
        String[] below = parts[0].substring(home(site).length()).split("/", -1);
        boolean page = !SIGNING_IN.contains(below[0]) && isPath(below);
        return page && (parts.length == 1 || QUERY.matcher(parts[1]).matches()) ? parsed(address) : Optional.empty();
    }

    /** None is empty but the last. */
    private static boolean isPath(String[] segments) {
        int last = segments.length - 1;
        return Arrays.stream(segments, 0, segments[last].isEmpty() ? last : segments.length)
                .allMatch(segment -> SEGMENT.matcher(segment).matches());
    }

    private static Optional<OwnPage> parsed(String address) {
        try {
            return Optional.of(new OwnPage(new URI(address)));
        } catch (URISyntaxException brokenEncoding) {
            return Optional.empty();
        }
    }

    private static String home(SiteId site) {
        return "/account/" + site.value() + "/";
    }
}
