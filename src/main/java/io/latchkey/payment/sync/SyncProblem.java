package io.latchkey.payment.sync;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How this room says no. */
enum SyncProblem implements ProblemKind {
    CHECKOUT_NEEDED(
            HttpStatus.CONFLICT,
            "The present subscription is not billed, so there is no payment method. Buy the"
                    + " plan with POST /v1/me/subscription: it takes the present one's place."),
    OTHER_CURRENCY(
            HttpStatus.CONFLICT,
            "A subscription keeps its currency. Choose a plan in that, or cancel this one and buy"
                    + " the other when it ends.");

    private final HttpStatus status;
    private final String detail;

    SyncProblem(HttpStatus status, String detail) {
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
