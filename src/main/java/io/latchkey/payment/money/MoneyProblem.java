package io.latchkey.payment.money;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How this room says no. */
enum MoneyProblem implements ProblemKind {
    UNKNOWN_PAYMENT(HttpStatus.NOT_FOUND, "This reader has no such payment."),
    TOO_MUCH_TO_REFUND(HttpStatus.CONFLICT, "This is more than what is left of the payment to be paid back.");

    private final HttpStatus status;
    private final String detail;

    MoneyProblem(HttpStatus status, String detail) {
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
