package io.latchkey.shared.idempotency;

import java.util.regex.Pattern;

/**
 * What tells a repeated request from another: where it went, and the word that its caller gave it.
 * A handler takes it as an argument; one whose argument may be null leaves it to its callers.
 */
public record IdempotencyKey(String path, String value) {

    /** The header in which it comes. */
    public static final String HEADER = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[\\x20-\\x7e]{1,255}");

    public IdempotencyKey {
        if (!KEY.matcher(value).matches()) {
            throw IdempotencyProblem.INVALID_IDEMPOTENCY_KEY.problem();
        }
    }
}
