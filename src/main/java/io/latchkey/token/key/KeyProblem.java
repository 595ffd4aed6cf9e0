package io.latchkey.token.key;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How this room says no. */
public enum KeyProblem implements ProblemKind {
    UNKNOWN_KEY(HttpStatus.NOT_FOUND, "There is no signing key with this kid."),
    NO_SIGNING_KEY(HttpStatus.SERVICE_UNAVAILABLE, "No signing key is loaded yet. Try again shortly.");

    private final HttpStatus status;
    private final String detail;

    KeyProblem(HttpStatus status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    @Override
    public HttpStatus status() {
        return status;
    }

    @Override
    public String detail() {
        return detail;
    }
}
