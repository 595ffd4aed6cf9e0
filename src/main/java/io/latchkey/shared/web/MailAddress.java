package io.latchkey.shared.web;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address as it goes over the wire: its domain in A-labels, in small letters; before the
 * {@code @} in Unicode's composed form (RFC 6532, section 3.1), otherwise as written, for only its
 * own server knows which of those are the same mailbox (RFC 5321, section 2.4).
 */
public record MailAddress(String local, HostName domain) {

    private static final int LONGEST = 254;

    /**
     * RFC 5322's atoms, and beyond ASCII (RFC 6531, section 3.3) what can be seen: no blank, no
     * control of direction, nothing that has no width.
     */
    private static final Pattern LOCAL =
            Pattern.compile("[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~\\-[^\\x00-\\x7F\\p{Z}\\p{C}]]{1,64}");

    /** The address in what was typed; empty when it is none. */
    public static Optional<MailAddress> of(String typed) {
        int at = typed.lastIndexOf('@');
        String before = typed.substring(0, Math.max(0, at));
        String local = Normalizer.normalize(before, Normalizer.Form.NFC);
        // A sign that composes into a letter, as that of kelvin, is nobody's name but a trick.
        boolean same = Idna.ascii(local) == Idna.ascii(before);
        String domain = typed.substring(at + 1);
        boolean name = !domain.startsWith("[") && !domain.endsWith(".");
        return LOCAL.matcher(local).matches() && same && name
                ? HostName.of(domain)
                        .map(host -> new MailAddress(local, host))
                        .filter(address -> address.text().length() <= LONGEST)
                : Optional.empty();
    }

    /** As it is stored, and sent to. */
    public String text() {
        return local + "@" + domain;
    }

    /** Whether only servers that speak SMTPUTF8 (RFC 6531) can take it. */
    public boolean international() {
        return !Idna.ascii(local);
    }

    /** Not the address itself: it would stand in logs. */
    @Override
    public String toString() {
        return "MailAddress[…]";
    }
}
