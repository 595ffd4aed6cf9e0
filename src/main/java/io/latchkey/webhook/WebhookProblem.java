package io.latchkey.webhook;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How webhooks say no. */
enum WebhookProblem implements ProblemKind {
    UNKNOWN_WEBHOOK(HttpStatus.NOT_FOUND, "This site has no webhook with this id."),
    TOO_MANY_WEBHOOKS(HttpStatus.CONFLICT, "A site has at most ten webhooks. Delete one that is not used."),
    WEBHOOK_DISABLED(HttpStatus.CONFLICT, "This webhook is disabled. Enable it first."),
    REPLAY_TOO_LARGE(
            HttpStatus.CONFLICT,
            "At most 10000 events wait for a webhook in a replay. Choose a shorter span, or wait"
                    + " until those before are delivered.");

    private final HttpStatus status;
    private final String detail;

    WebhookProblem(HttpStatus status, String detail) {
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
