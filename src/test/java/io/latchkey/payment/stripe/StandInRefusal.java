package io.latchkey.payment.stripe;

import org.jspecify.annotations.Nullable;

/** An error as Stripe answers it. */
final class StandInRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final @Nullable String code;

    StandInRefusal(int status, String type, @Nullable String code, String message) {
        super(message);
        this.status = status;
        this.type = type;
        this.code = code;
    }

    static StandInRefusal missing(String id) {
        return new StandInRefusal(404, "invalid_request_error", "resource_missing", "No such " + id);
    }

    static StandInRefusal invalid(String why) {
        return new StandInRefusal(400, "invalid_request_error", null, why);
    }

    static StandInRefusal declined() {
        return new StandInRefusal(402, "card_error", "card_declined", "Your card was declined.");
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    @Nullable
    String code() {
        return code;
    }
}
