package io.latchkey.account;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How the pages say no to what no reader's browser sends. */
enum AccountProblem implements ProblemKind {
    FORM_FROM_ELSEWHERE(HttpStatus.FORBIDDEN, "This form was not sent from a page of this service.");

    private final HttpStatus status;
    private final String detail;

    AccountProblem(HttpStatus status, String detail) {
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
