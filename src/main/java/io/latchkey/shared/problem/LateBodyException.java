package io.latchkey.shared.problem;

import java.io.IOException;
import java.io.Serial;

/** The client stopped sending in the midst of a body: its fault, and no trace of ours. */
public final class LateBodyException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** One for each body. */
    public LateBodyException() {
        super("the body did not come in time");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
