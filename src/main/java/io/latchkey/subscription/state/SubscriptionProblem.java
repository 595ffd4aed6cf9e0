package io.latchkey.subscription.state;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How this room says no. */
public enum SubscriptionProblem implements ProblemKind {
    NO_SUBSCRIPTION(HttpStatus.NOT_FOUND, "This reader has no subscription."),
    ALREADY_SUBSCRIBED(
            HttpStatus.CONFLICT, "This reader has a subscription already. Change its plan, or undo its cancellation."),
    NOT_GIVEN(
            HttpStatus.CONFLICT,
            "The reader's subscription was not given by the site, so the site cannot take it" + " back."),
    PACKS_ARE_GRANTED(HttpStatus.CONFLICT, "This plan is a pack. Give its unlocks with POST /v1/readers/{ref}/grants."),
    PACKS_ARE_PAID_ONCE(HttpStatus.CONFLICT, "This plan is a pack: it does not renew. Change its price itself."),
    NO_PRICE_CHANGE(HttpStatus.NOT_FOUND, "No change of this plan's price was announced."),
    SUBSCRIBERS_TOLD(
            HttpStatus.CONFLICT,
            "Subscribers are told of this price already. Announce the price that shall hold" + " instead."),
    NOT_POSSIBLE_NOW(HttpStatus.CONFLICT, "The subscription's status does not allow this."),
    NOTHING_TO_UNDO(HttpStatus.CONFLICT, "No cancellation is waiting to take effect."),
    WITHDRAWAL_OVER(
            HttpStatus.CONFLICT,
            "The withdrawal period of this contract is over, or it never had one. It can be" + " canceled."),
    UNKNOWN_DECLARATION(HttpStatus.NOT_FOUND, "This site has received no such declaration."),
    DECLARATION_NOT_QUEUED(
            HttpStatus.CONFLICT,
            "This declaration does not wait for you: it was carried out, settled otherwise, or is"
                    + " still being looked at.");

    private final HttpStatus status;
    private final String detail;

    SubscriptionProblem(HttpStatus status, String detail) {
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
