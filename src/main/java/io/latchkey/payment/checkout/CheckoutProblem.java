package io.latchkey.payment.checkout;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How this room says no. */
public enum CheckoutProblem implements ProblemKind {
    NOT_A_SUBSCRIPTION(HttpStatus.CONFLICT, "This plan is a pack. Buy it with POST /v1/me/purchases."),
    NOT_A_PACK(HttpStatus.CONFLICT, "This plan is a subscription. Begin it with POST /v1/me/subscription."),
    ALREADY_TAKEN(HttpStatus.CONFLICT, "This reader has had this free pack."),
    UNKNOWN_CHECKOUT(HttpStatus.NOT_FOUND, "There is no checkout at this address."),
    FOREIGN_RETURN_ADDRESS(HttpStatus.BAD_REQUEST, "\"returnTo\" must lie at one of the site's origins."),
    NOTHING_IS_BILLED(HttpStatus.NOT_FOUND, "This reader has never paid for a subscription here."),
    SUBSCRIBE_AGAIN(
            HttpStatus.CONFLICT,
            "The payment provider has ended this subscription, so another card would not be"
                    + " charged. Buy a plan with POST /v1/me/subscription: it takes the present one's"
                    + " place.");

    private final HttpStatus status;
    private final String detail;

    CheckoutProblem(HttpStatus status, String detail) {
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
