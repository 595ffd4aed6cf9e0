package io.latchkey.token;

/**
 * A token that must be refused.
 *
 * @param attack what it tries, for the report
 */
record HostileToken(String attack, String token) {

    /** Whether an Authorization header can carry it as it is (RFC 9110, section 5.5). */
    boolean fitsAHeader() {
        return !token.isEmpty()
                && token.length() < 7_000
                && token.equals(token.strip())
                && token.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    @Override
    public String toString() {
        return attack;
    }
}
