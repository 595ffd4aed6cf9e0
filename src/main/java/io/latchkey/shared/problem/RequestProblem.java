package io.latchkey.shared.problem;

import org.springframework.http.HttpStatus;

/** The refusals that have nothing to do with one feature. */
public enum RequestProblem implements ProblemKind {
    INVALID_BODY(HttpStatus.BAD_REQUEST, "The body is not what this call takes."),
    INVALID_PATH(HttpStatus.BAD_REQUEST, "The path holds characters or an id that cannot be."),
    INVALID_QUERY(HttpStatus.BAD_REQUEST, "A query parameter is not what this call takes."),
    INVALID_HEADER(HttpStatus.BAD_REQUEST, "A header is not what this call takes."),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing at this path. Check its spelling."),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This path takes other methods; see the Allow header."),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "Answers are application/json; accept that."),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json."),
    REQUEST_TIMEOUT(HttpStatus.REQUEST_TIMEOUT, "The body did not come in time. Send the request again."),
    BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is larger than this call takes."),
    REQUEST_REFUSED(HttpStatus.BAD_REQUEST, "The request cannot be understood."),
    TOO_MANY_REQUESTS(
            HttpStatus.TOO_MANY_REQUESTS,
            "Too many of these came from your address. Wait for the seconds that Retry-After says,"
                    + " then try again."),
    BUSY(HttpStatus.SERVICE_UNAVAILABLE, "The service is busy. Try again shortly."),
    TOO_MANY_WAITING(
            HttpStatus.TOO_MANY_REQUESTS, "Too many calls of this reader wait for each other. Send fewer at a time."),
    OUTCOME_UNKNOWN(
            HttpStatus.SERVICE_UNAVAILABLE,
            "No answer came in time, so it is not known whether this was done, or will be yet. Look"
                    + " again shortly, or repeat the call with the same Idempotency-Key."),
    DATABASE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer. Try again shortly."),
    INTERNAL(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "Something went wrong on our side. Nothing was granted. Quote the incident.");

    private final HttpStatus status;
    private final String detail;

    RequestProblem(HttpStatus status, String detail) {
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
