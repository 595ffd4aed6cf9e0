package io.latchkey.scan.probe;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Whose address it is, told as RFC 3986, section 6.2, has it. */
public final class Authority {

    private static final int NONE = -1;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private Authority() {}

    /** Whether both are of one host and port; never so for what is not on the web. */
    public static boolean same(URI one, URI other) {
        String host = one.getHost();
        return host != null
                && host.equalsIgnoreCase(other.getHost())
                && scheme(other).startsWith("http")
                && port(one) == port(other);
    }

    /** The scheme's own counts as none. */
    private static int port(URI address) {
        int usual = switch (scheme(address)) {
            case "http" -> HTTP;
            case "https" -> HTTPS;
            default -> NONE;
        };
        return address.getPort() == usual ? NONE : address.getPort();
    }

    private static String scheme(URI address) {
        return Optional.ofNullable(address.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    }
}
