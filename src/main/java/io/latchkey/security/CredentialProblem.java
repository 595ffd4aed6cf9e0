package io.latchkey.security;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How doors say no. */
enum CredentialProblem implements ProblemKind {
    CREDENTIALS_MISSING(HttpStatus.UNAUTHORIZED, "Send a credential as \"Authorization: Bearer …\"."),
    INVALID_CREDENTIALS(HttpStatus.UNAUTHORIZED, "This credential is not valid here, or not any more."),
    WRONG_CREDENTIAL(
            HttpStatus.FORBIDDEN, "This call wants a credential of another kind: see the README's table of calls."),
    MISSING_SCOPE(HttpStatus.FORBIDDEN, "This site key has not the scope that this call wants."),
    SIGN_IN_REQUIRED(HttpStatus.FORBIDDEN, "An anonymous reader cannot do this. Sign in first."),
    AMBIGUOUS_SITE(
            HttpStatus.BAD_REQUEST,
            "There are cookies of several sites. Say which one with the X-Latchkey-Site header.");

    private final HttpStatus status;
    private final String detail;

    CredentialProblem(HttpStatus status, String detail) {
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

    /** Where no token came, the challenge names no error (RFC 6750, section 3). */
    @Override
    public String challenge() {
        return this == CREDENTIALS_MISSING ? "Bearer" : ProblemKind.super.challenge();
    }
}
