package io.latchkey.limit;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that begin alike (RFC 4632; RFC 4291, section 2.3).
 *
 * @param start any of them
 * @param bits how many of its first bits count
 */
record AddressRange(InetAddress start, int bits) {

    private static final Pattern NOTATION = Pattern.compile("([^/]+)(?:/(\\d{1,3}))?");

    /** The range, or the one address, that the text names; empty when it names none. */
    static Optional<AddressRange> in(String text) {
        Matcher parts = NOTATION.matcher(text);
        return parts.matches()
                ? AddressText.parse(parts.group(1))
                        .map(start -> new AddressRange(start, bits(parts.group(2), start)))
                        .filter(range -> range.bits <= width(range.start))
                : Optional.empty();
    }

    boolean holds(InetAddress address) {
        byte[] theirs = address.getAddress();
        byte[] ours = start.getAddress();
        if (theirs.length != ours.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((theirs[bit / Byte.SIZE] & mask) != (ours[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static int bits(@Nullable String digits, InetAddress start) {
        return digits == null ? width(start) : Integer.parseInt(digits);
    }

    private static int width(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }
}
