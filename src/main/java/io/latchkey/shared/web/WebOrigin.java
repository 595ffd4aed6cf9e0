package io.latchkey.shared.web;

import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a page comes from (RFC 6454): two are the same when scheme, host and port are, however each
 * was written (RFC 3986, section 6.2.2 and 6.2.3).
 *
 * @param scheme {@code http} or {@code https}
 * @param port the scheme's own when none was written
 */
public record WebOrigin(String scheme, HostName host, int port) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int LAST_PORT = 65_535;
    private static final Pattern FORM =
            Pattern.compile("(?i)(https?)://(\\[[^\\]]*]|[^\\[\\]:/?#@\\\\\\s]+)(?::([0-9]{0,5}))?");

    /** The origin that is written here; empty when it is none, or more than one. */
    public static Optional<WebOrigin> of(@Nullable String text) {
        Matcher parts = FORM.matcher(text == null ? "" : text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        String port = parts.group(3);
        int number = port == null || port.isEmpty() ? usual(scheme) : Integer.parseInt(port);
        // Nought is where a service listens that is to find a port of its own.
        return number > LAST_PORT
                ? Optional.empty()
                : HostName.of(parts.group(2)).map(host -> new WebOrigin(scheme, host, number));
    }

    /** The origin in a header: browsers write it in one form, and who writes another is none. */
    public static Optional<WebOrigin> sent(@Nullable String header) {
        return of(header).filter(origin -> origin.toString().equals(header));
    }

    /** That of an address; empty where it has none, or a user's name before it. */
    public static Optional<WebOrigin> at(URI address) {
        return address.getRawAuthority() == null
                ? Optional.empty()
                : of(address.getScheme() + "://" + address.getRawAuthority());
    }

    /** An absolute address of the web as it is called: with its origin in the one form. */
    public static Optional<URI> address(String typed) {
        try {
            URI uri = new URI(typed);
            return at(uri).map(origin -> URI.create(origin + behind(uri)));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String behind(URI uri) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String fragment = uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment();
        return uri.getRawPath() + query + fragment;
    }

    private static int usual(String scheme) {
        return "https".equals(scheme) ? HTTPS : HTTP;
    }

    /** As browsers write it. */
    @JsonValue
    @Override
    public String toString() {
        return scheme + "://" + host + (port == usual(scheme) ? "" : ":" + port);
    }
}
