package io.latchkey.payment.provider;

import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.ProblemKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** How this room says no. */
public enum ProviderProblem implements ProblemKind {
    NO_PAYMENT_PROVIDER(
            HttpStatus.SERVICE_UNAVAILABLE,
            "Nothing can be bought here: this service has no payment provider. Its operator sets"
                    + " LATCHKEY_PAYMENT_PROVIDER."),
    PROVIDER_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The payment provider does not answer at the moment. Nothing was charged; try again in" + " a minute."),
    PROVIDER_REFUSES(
            HttpStatus.CONFLICT,
            "The payment provider refuses this. Nothing was charged or changed; trying again does not help. Its"
                    + " reason stands in this service's log."),
    PAYMENT_DECLINED(
            HttpStatus.PAYMENT_REQUIRED,
            "The payment was declined and nothing was changed. Update the payment method, then try" + " again."),
    CHECKOUT_EXPIRED(
            HttpStatus.CONFLICT, "This checkout cannot be paid any more; nothing was charged. Begin a new one."),
    UNKNOWN_PROVIDER(HttpStatus.NOT_FOUND, "This is not the payment provider that this service uses."),
    INVALID_SIGNATURE(
            HttpStatus.BAD_REQUEST, "The event is not signed with this service's secret, or was signed too long ago.");

    private static final Logger LOG = LoggerFactory.getLogger(ProviderProblem.class);

    private final HttpStatus status;
    private final String detail;

    ProviderProblem(HttpStatus status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    /** What a caller who waits is told of a provider that did not do it. */
    public static Problem of(ProviderException error) {
        return switch (error.reason()) {
            case DECLINED -> PAYMENT_DECLINED.problem();
            case UNAVAILABLE, UNANSWERED -> PROVIDER_UNAVAILABLE.problem();
            case REFUSED -> refused(error);
            case FORGED -> INVALID_SIGNATURE.problem();
            case ABSENT -> NO_PAYMENT_PROVIDER.problem();
        };
    }

    private static Problem refused(ProviderException error) {
        LOG.warn("The payment provider refuses: {}", error.getMessage());
        return PROVIDER_REFUSES.problem();
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
