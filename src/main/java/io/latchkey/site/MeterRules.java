package io.latchkey.site;

/**
 * How many metered articles a site gives away.
 *
 * @param limit reads of a period for a reader who is signed in
 * @param anonymousLimit reads of a period for one who is not
 * @param period how long a period lasts
 */
public record MeterRules(int limit, int anonymousLimit, MeterLength period) {

    /** The limit that holds for this kind of reader. */
    public int limitFor(boolean anonymous) {
        return anonymous ? anonymousLimit : limit;
    }
}
