package io.latchkey.shared.web;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.IDNA.Info;
import java.util.Locale;
import java.util.Optional;

/**
 * Names of hosts in other scripts as browsers look them up: by UTS #46 without its transition, so
 * that {@code ß} stays what it is in IDNA 2008 (RFC 5894, section 7.2). {@code java.net.IDN} is of
 * 2003: it writes {@code ss}, which is another domain.
 */
final class Idna {

    private static final IDNA LOOK_UP = IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ | IDNA.CHECK_CONTEXTO);

    private static final int FIRST_BEYOND = 128;

    static {
        // Its tables are read from files at first use, which no event loop may wait for.
        var _ = toAscii("\u0101.\u05d0\u0301.\u30a2\u30fb.l\u00b7l.\u0915\u094d\u200d");
    }

    private Idna() {}

    static boolean ascii(String text) {
        return text.chars().allMatch(c -> c < FIRST_BEYOND);
    }

    /** The name in small letters and A-labels (RFC 5890, section 2.3.2.1); empty if it has none. */
    static Optional<String> toAscii(String typed) {
        String small = typed.toLowerCase(Locale.ROOT);
        if (ascii(small) && !small.contains("xn--")) {
            return Optional.of(small);
        }
        Info found = new Info();
        StringBuilder name = LOOK_UP.nameToASCII(typed, new StringBuilder(), found);
        return found.hasErrors() ? Optional.empty() : Optional.of(name.toString());
    }

    /** The name as people write it, where its labels are in other scripts. */
    static String toUnicode(String ascii) {
        Info found = new Info();
        StringBuilder name = LOOK_UP.nameToUnicode(ascii, new StringBuilder(), found);
        return found.hasErrors() ? ascii : name.toString();
    }
}
