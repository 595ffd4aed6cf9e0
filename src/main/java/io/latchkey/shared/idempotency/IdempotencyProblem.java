package io.latchkey.shared.idempotency;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How a repeated request can be refused. */
enum IdempotencyProblem implements ProblemKind {
    IDEMPOTENCY_KEY_REQUIRED(
            HttpStatus.BAD_REQUEST,
            "This call needs an Idempotency-Key header, so that repeating it does nothing twice."),
    INVALID_IDEMPOTENCY_KEY(HttpStatus.BAD_REQUEST, "Idempotency-Key must be 1 to 255 printable ASCII characters."),
    IDEMPOTENCY_KEY_REUSED(
            HttpStatus.UNPROCESSABLE_CONTENT, "This Idempotency-Key came with another body before. Use a new key."),
    REQUEST_IN_FLIGHT(
            HttpStatus.CONFLICT, "A request with this Idempotency-Key is still under way. Repeat it shortly.");

    private final HttpStatus status;
    private final String detail;

    IdempotencyProblem(HttpStatus status, String detail) {
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
