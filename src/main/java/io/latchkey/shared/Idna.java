package io.latchkey.shared;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Set;

/**
 * Labels of domain names beyond ASCII, by IDNA 2008 (RFC 5890 to 5893). {@code java.net.IDN} is of
 * 2003: it writes {@code ß} as {@code ss}, which is another domain, and knows no letter younger
 * than Unicode 3.2. Joiners, which depend on their neighbours, are refused.
 */
final class Idna {

    /** RFC 5892, section 2.6: letters that their mapping would change, and signs that are words. */
    private static final Set<Integer> ALLOWED = Set.of(0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007);

    private static final Set<Integer> FORBIDDEN =
            Set.of(0x640, 0x7FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B);

    private static final int BASE = 36;
    private static final int MOST = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int FIRST = 128;

    private Idna() {}

    /**
     * What people may write in other ways, as domains are looked up (RFC 5895): small letters, no
     * half or full widths, one dot.
     */
    static String mapped(String typed) {
        StringBuilder small = new StringBuilder(typed.length());
        typed.codePoints().map(Character::toLowerCase).forEach(small::appendCodePoint);
        return Normalizer.normalize(small, Normalizer.Form.NFKC).replace('\u3002', '.');
    }

    static boolean ascii(String text) {
        return text.chars().allMatch(c -> c < FIRST);
    }

    /** Whether a mapped label may be one (RFC 5891, section 4.2.3). */
    static boolean valid(String label) {
        int[] points = label.codePoints().toArray();
        boolean edges =
                !label.startsWith("-") && !label.endsWith("-") && !label.startsWith("--", 2);
        return points.length > 0
                && edges
                && !mark(points[0])
                && label.codePoints().allMatch(Idna::allowed)
                && neighbours(points)
                && oneDirection(points);
    }

    private static boolean allowed(int point) {
        if (FORBIDDEN.contains(point)) {
            return false;
        }
        boolean asWritten =
                Character.isDigit(point)
                        || Character.isLetter(point)
                        || mark(point)
                        || point == '-';
        return ALLOWED.contains(point)
                || inContext(point)
                || (asWritten && mapped(Character.toString(point)).codePointAt(0) == point);
    }

    private static boolean mark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean inContext(int point) {
        return point == 0xB7 || point == 0x30FB;
    }

    /** RFC 5892, appendices A.3 and A.7: the dot between two l, and that between Japanese words. */
    private static boolean neighbours(int[] points) {
        boolean japanese = false;
        boolean dot = false;
        for (int i = 0; i < points.length; i++) {
            UnicodeScript script = UnicodeScript.of(points[i]);
            japanese |=
                    script == UnicodeScript.HAN
                            || script == UnicodeScript.HIRAGANA
                            || script == UnicodeScript.KATAKANA;
            dot |= points[i] == 0x30FB;
            boolean between =
                    i > 0 && i + 1 < points.length && points[i - 1] == 'l' && points[i + 1] == 'l';
            if (points[i] == 0xB7 && !between) {
                return false;
            }
        }
        return japanese || !dot;
    }

    /** The Bidi rule (RFC 5893, section 2), stricter: who writes leftwards writes nothing else. */
    private static boolean oneDirection(int[] points) {
        boolean left = false;
        boolean right = false;
        for (int point : points) {
            byte direction = Character.getDirectionality(point);
            left |=
                    direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                            || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                            || direction == Character.DIRECTIONALITY_ARABIC_NUMBER;
            right |= direction == Character.DIRECTIONALITY_LEFT_TO_RIGHT;
        }
        byte first = Character.getDirectionality(points[0]);
        return !left
                || (!right
                        && (first == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                                || first == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC));
    }

    /** The A-label of a valid one; what is ASCII already stays. */
    static String label(String valid) {
        return ascii(valid) ? valid : "xn--" + punycode(valid.codePoints().toArray());
    }

    /** RFC 3492, section 6.3. */
    private static String punycode(int[] points) {
        StringBuilder out = new StringBuilder();
        for (int point : points) {
            if (point < FIRST) {
                out.append((char) point);
            }
        }
        int basic = out.length();
        int done = basic;
        if (basic > 0) {
            out.append('-');
        }
        int last = FIRST;
        int delta = 0;
        int bias = 72;
        while (done < points.length) {
            int next = Integer.MAX_VALUE;
            for (int point : points) {
                next = point >= last ? Math.min(next, point) : next;
            }
            delta += (next - last) * (done + 1);
            for (int point : points) {
                if (point < next) {
                    delta++;
                } else if (point == next) {
                    append(out, delta, bias);
                    bias = adapted(delta, done + 1, done == basic);
                    delta = 0;
                    done++;
                }
            }
            delta++;
            last = next + 1;
        }
        return out.toString();
    }

    private static void append(StringBuilder out, int delta, int bias) {
        int rest = delta;
        for (int k = BASE; ; k += BASE) {
            int least = Math.clamp(k - bias, 1, MOST);
            if (rest < least) {
                break;
            }
            out.append(digit(least + (rest - least) % (BASE - least)));
            rest = (rest - least) / (BASE - least);
        }
        out.append(digit(rest));
    }

    private static int adapted(int delta, int length, boolean first) {
        int rest = first ? delta / DAMP : delta / 2;
        rest += rest / length;
        int k = 0;
        while (rest > (BASE - 1) * MOST / 2) {
            rest /= BASE - 1;
            k += BASE;
        }
        return k + BASE * rest / (rest + SKEW);
    }

    private static char digit(int value) {
        return (char) (value < MOST ? 'a' + value : '0' + value - MOST);
    }
}
