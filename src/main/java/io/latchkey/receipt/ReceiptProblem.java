package io.latchkey.receipt;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How this room says no. */
enum ReceiptProblem implements ProblemKind {
    UNKNOWN_RECEIPT(HttpStatus.NOT_FOUND, "There is no receipt with this id."),
    RECEIPT_NOT_SIGNED(
            HttpStatus.CONFLICT, "This receipt was written before receipts were signed. It cannot be verified.");

    private final HttpStatus status;
    private final String detail;

    ReceiptProblem(HttpStatus status, String detail) {
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
