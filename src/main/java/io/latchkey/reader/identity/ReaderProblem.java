package io.latchkey.reader.identity;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How this room says no. */
public enum ReaderProblem implements ProblemKind {
    UNKNOWN_READER(HttpStatus.NOT_FOUND, "This site has never seen a reader with this ref."),
    SESSION_MERGED(
            HttpStatus.UNAUTHORIZED, "This anonymous reader has signed in. Use the token of the signed-in session."),
    SESSION_ENDED(HttpStatus.UNAUTHORIZED, "This session has ended. Sign in again."),
    ORIGIN_NOT_ALLOWED(
            HttpStatus.FORBIDDEN,
            "A page may do this only from one of its site's origins, and must say which in the"
                    + " Origin header when it comes with a cookie.");

    private final HttpStatus status;
    private final String detail;

    ReaderProblem(HttpStatus status, String detail) {
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
