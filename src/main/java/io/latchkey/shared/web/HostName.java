package io.latchkey.shared.web;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host as it goes over the wire: small letters, and A-labels (RFC 5891) for what is written in
 * other scripts. Underscores are no part of a host name on the Internet (RFC 1123, section 2.1),
 * but of those that container networks give; {@code java.net.URI} knows no host in them.
 *
 * @param text in ASCII; IPv6 in brackets, as RFC 5952 writes it
 */
public record HostName(String text) {

    private static final int LONGEST = 253;
    private static final Pattern ASCII_LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?[1-9]\\d|1\\d\\d|\\d)(?:\\.(?!$)|$)){4}");

    /** The host in what was typed; empty when it is none. */
    public static Optional<HostName> of(String typed) {
        return typed.startsWith("[") ? literal(typed) : Idna.toAscii(typed).flatMap(HostName::named);
    }

    private static Optional<HostName> literal(String typed) {
        boolean six = typed.endsWith("]")
                && typed.indexOf('%') < 0
                && NetUtil.isValidIpV6Address(typed.substring(1, typed.length() - 1));
        return six
                ? Optional.of(new HostName(
                        "[" + NetUtil.toAddressString(NetUtil.getByName(typed.substring(1, typed.length() - 1))) + "]"))
                : Optional.empty();
    }

    private static Optional<HostName> named(String ascii) {
        // A dot at the end means the root, and is another host to browsers and to certificates.
        String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        String last = name.substring(name.lastIndexOf('.') + 1);
        // Numbers in odd forms are read as different addresses by different programs.
        boolean number = NUMBER.matcher(last).matches();
        return name.length() <= LONGEST
                        && labels(name)
                        && (!number || IPV4.matcher(name).matches())
                ? Optional.of(new HostName(ascii))
                : Optional.empty();
    }

    private static boolean labels(String ascii) {
        return Arrays.stream(ascii.split("\\.", -1))
                .allMatch(label -> ASCII_LABEL.matcher(label).matches());
    }

    /** As people read it. */
    public String shown() {
        return text.contains("xn--") ? Idna.toUnicode(text) : text;
    }

    @Override
    public String toString() {
        return text;
    }
}
