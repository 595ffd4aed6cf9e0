package io.latchkey.payment;

import io.latchkey.shared.ProblemKind;

import org.springframework.http.HttpStatus;

/** How this room says no. */
public enum PaymentProblem implements ProblemKind {
    NO_PAYMENT_PROVIDER(
            HttpStatus.SERVICE_UNAVAILABLE,
            "Nothing can be bought here: this service has no payment provider. Its operator sets"
                    + " LATCHKEY_PAYMENT_PROVIDER."),
    NOT_A_SUBSCRIPTION(
            HttpStatus.CONFLICT, "This plan is a pack. Buy it with POST /v1/me/purchases."),
    NOT_A_PACK(
            HttpStatus.CONFLICT,
            "This plan is a subscription. Begin it with POST /v1/me/subscription."),
    UNKNOWN_CHECKOUT(HttpStatus.NOT_FOUND, "There is no checkout at this address."),
    FOREIGN_RETURN_ADDRESS(
            HttpStatus.BAD_REQUEST, "\"returnTo\" must lie at one of the site's origins.");

    private final HttpStatus status;
    private final String detail;

    PaymentProblem(HttpStatus status, String detail) {
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
