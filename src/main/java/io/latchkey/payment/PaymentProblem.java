package io.latchkey.payment;

import io.latchkey.payment.provider.ProviderException;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How this room says no. */
public enum PaymentProblem implements ProblemKind {
    NO_PAYMENT_PROVIDER(
            HttpStatus.SERVICE_UNAVAILABLE,
            "Nothing can be bought here: this service has no payment provider. Its operator sets"
                    + " LATCHKEY_PAYMENT_PROVIDER."),
    NOT_A_SUBSCRIPTION(HttpStatus.CONFLICT, "This plan is a pack. Buy it with POST /v1/me/purchases."),
    NOT_A_PACK(HttpStatus.CONFLICT, "This plan is a subscription. Begin it with POST /v1/me/subscription."),
    PROVIDER_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The payment provider does not answer at the moment. Nothing was charged; try again in" + " a minute."),
    PAYMENT_DECLINED(
            HttpStatus.PAYMENT_REQUIRED,
            "The payment was declined and nothing was changed. Update the payment method, then try" + " again."),
    CHECKOUT_NEEDED(
            HttpStatus.CONFLICT,
            "The present subscription is not billed, so there is no payment method. Buy the"
                    + " plan with POST /v1/me/subscription: it takes the present one's place."),
    UNKNOWN_PROVIDER(HttpStatus.NOT_FOUND, "This is not the payment provider that this service uses."),
    INVALID_SIGNATURE(
            HttpStatus.BAD_REQUEST, "The event is not signed with this service's secret, or was signed too long ago."),
    UNKNOWN_PAYMENT(HttpStatus.NOT_FOUND, "This reader has no such payment."),
    TOO_MUCH_TO_REFUND(HttpStatus.CONFLICT, "This is more than what is left of the payment to be paid back."),
    NOTHING_IS_BILLED(HttpStatus.NOT_FOUND, "This reader has never paid for a subscription here."),
    SUBSCRIBE_AGAIN(
            HttpStatus.CONFLICT,
            "The payment provider has ended this subscription, so another card would not be"
                    + " charged. Buy a plan with POST /v1/me/subscription: it takes the present one's"
                    + " place."),
    CHECKOUT_EXPIRED(
            HttpStatus.CONFLICT, "This checkout cannot be paid any more; nothing was charged. Begin a new one."),
    OTHER_CURRENCY(
            HttpStatus.CONFLICT,
            "A subscription keeps its currency. Choose a plan in that, or cancel this one and buy"
                    + " the other when it ends."),
    ALREADY_TAKEN(HttpStatus.CONFLICT, "This reader has had this free pack."),
    UNKNOWN_CHECKOUT(HttpStatus.NOT_FOUND, "There is no checkout at this address."),
    WRONG_OPERATOR_KEY(HttpStatus.UNAUTHORIZED, "This is not the operator's key. The clock was not moved."),
    FOREIGN_RETURN_ADDRESS(HttpStatus.BAD_REQUEST, "\"returnTo\" must lie at one of the site's origins.");

    private final HttpStatus status;
    private final String detail;

    PaymentProblem(HttpStatus status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    /** What a caller who waits is told of a provider that did not do it. */
    static Problem of(ProviderException error) {
        return switch (error.reason()) {
            case DECLINED -> PAYMENT_DECLINED.problem();
            case UNAVAILABLE, UNANSWERED, REFUSED, FORGED -> PROVIDER_UNAVAILABLE.problem();
        };
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
