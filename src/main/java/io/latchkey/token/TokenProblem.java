package io.latchkey.token;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How this room says no. */
public enum TokenProblem implements ProblemKind {
    INVALID_TOKEN(HttpStatus.UNAUTHORIZED, "The token is not valid here. Sign in again.");

    private final HttpStatus status;
    private final String detail;

    TokenProblem(HttpStatus status, String detail) {
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
