package io.latchkey.payment.sandbox;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How this room says no. */
enum SandboxProblem implements ProblemKind {
    WRONG_OPERATOR_KEY(HttpStatus.UNAUTHORIZED, "This is not the operator's key. The clock was not moved.");

    private final HttpStatus status;
    private final String detail;

    SandboxProblem(HttpStatus status, String detail) {
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
