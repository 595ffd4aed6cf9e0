package io.latchkey.token;

/** Explicit types, so that no token passes for one of another kind (RFC 8725, section 3.11). */
public enum TokenType {
    /** What content servers check (RFC 9068, section 2.1). */
    ACCESS("at+jwt"),
    /** What a reader's browser calls us with. */
    READER("latchkey-reader+jwt");

    private final String headerValue;

    TokenType(String headerValue) {
        this.headerValue = headerValue;
    }

    /** The {@code typ} header. */
    public String headerValue() {
        return headerValue;
    }
}
