package io.latchkey.access;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How this room says no. */
enum AccessProblem implements ProblemKind {
    METER_USED_UP(
            HttpStatus.PAYMENT_REQUIRED,
            "The free articles of this period are read. See \"ways\" for what opens this one."),
    NO_UNLOCK_LEFT(HttpStatus.PAYMENT_REQUIRED, "No unlock is left. See \"ways\" for what opens this article."),
    NOT_METERED(HttpStatus.CONFLICT, "The meter pays for metered articles only, and this is none."),
    NOT_UNLOCKABLE(
            HttpStatus.CONFLICT,
            "An unlock does not open this article: it is free, for subscribers, or for readers who" + " sign in.");

    private final HttpStatus status;
    private final String detail;

    AccessProblem(HttpStatus status, String detail) {
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
