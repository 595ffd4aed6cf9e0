package io.latchkey.token;

import io.latchkey.token.key.SigningKey;
import java.time.Duration;

/** Explicit types, so that no token passes for one of another kind (RFC 8725, section 3.11). */
public enum TokenType {
    /** What content servers check (RFC 9068, section 2.1). */
    ACCESS("at+jwt"),
    /** What a reader's browser calls us with. */
    READER("latchkey-reader+jwt"),
    /** Whose access tokens content servers are to refuse. */
    REVOCATIONS("latchkey-revocations+jwt");

    private final String headerValue;

    TokenType(String headerValue) {
        this.headerValue = headerValue;
    }

    /** The longest that one is issued for; whatever says it lives longer is none of ours. */
    Duration longestLife() {
        return this == ACCESS ? Duration.ofMinutes(5) : SigningKey.LONGEST_TOKEN_LIFE;
    }

    /** The {@code typ} header. */
    public String headerValue() {
        return headerValue;
    }
}
