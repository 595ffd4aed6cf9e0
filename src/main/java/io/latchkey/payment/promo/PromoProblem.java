package io.latchkey.payment.promo;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How this room says no. */
public enum PromoProblem implements ProblemKind {
    UNKNOWN_PROMO_CODE(HttpStatus.NOT_FOUND, "This site has no such promo code."),
    PROMO_CODE_EXPIRED(HttpStatus.CONFLICT, "This promo code is no longer valid."),
    PROMO_CODE_USED_UP(HttpStatus.CONFLICT, "This promo code has been used as often as it can be."),
    PROMO_CODE_ALREADY_USED(HttpStatus.CONFLICT, "This reader has used this promo code before."),
    PROMO_CODE_NOT_FOR_PLAN(HttpStatus.CONFLICT, "This promo code is for other plans. Choose one of those."),
    PROMO_CODE_OTHER_CURRENCY(
            HttpStatus.CONFLICT, "This promo code is for prices in another currency. Choose another plan."),
    PROMO_CODE_LIMIT_TOO_LOW(
            HttpStatus.CONFLICT,
            "\"redemptions\" is lower than the number of readers who use this promo code or are"
                    + " about to. To end it, delete it.");

    private final HttpStatus status;
    private final String detail;

    PromoProblem(HttpStatus status, String detail) {
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
