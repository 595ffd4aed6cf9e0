package io.latchkey.limit;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IP addresses as proxies and operators write them. No name is ever looked up. */
final class AddressText {

    private static final Pattern V4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
    private static final Pattern V4_WITH_PORT = Pattern.compile("([0-9.]+):\\d{1,5}");
    private static final Pattern V6_IN_BRACKETS = Pattern.compile("\\[([^\\[\\]]*)](?::\\d{1,5})?");

    private AddressText() {}

    /** The address; empty when the text is none. */
    static Optional<InetAddress> parse(String text) {
        return V4.matcher(text).matches() || V6.matcher(text).matches() ? literal(text) : Optional.empty();
    }

    /** An entry of {@code X-Forwarded-For}: an address, with a port where the proxy adds one. */
    static Optional<InetAddress> parseEntry(String entry) {
        String text = entry.strip();
        Matcher v4 = V4_WITH_PORT.matcher(text);
        if (v4.matches()) {
            return parse(v4.group(1));
        }
        Matcher v6 = V6_IN_BRACKETS.matcher(text);
        return parse(v6.matches() ? v6.group(1) : text);
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
