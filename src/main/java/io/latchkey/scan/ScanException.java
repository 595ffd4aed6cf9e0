package io.latchkey.scan;

import java.io.Serial;

/** The scan cannot be done; the message says what to do. */
final class ScanException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    ScanException(String message) {
        super(message);
    }
}
