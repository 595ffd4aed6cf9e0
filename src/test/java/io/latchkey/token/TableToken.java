package io.latchkey.token;

/**
 * A row of the table that every verifier is held to.
 *
 * @param article the one that is asked for
 * @param asks what it asks for: {@code free}, {@code registered} or a tier
 * @param opens whether it is served in full to whoever brings this token
 */
public record TableToken(String name, String token, String article, String asks, boolean opens) {

    /** Whether an Authorization header can carry it as it is (RFC 9110, section 5.5). */
    public boolean fitsAHeader() {
        return new HostileToken(name, token).fitsAHeader();
    }

    @Override
    public String toString() {
        return name;
    }
}
