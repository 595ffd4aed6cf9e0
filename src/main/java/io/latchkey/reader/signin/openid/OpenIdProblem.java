package io.latchkey.reader.signin.openid;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How signing in by OpenID Connect says no. */
enum OpenIdProblem implements ProblemKind {
    OPENID_NOT_OFFERED(
            HttpStatus.NOT_FOUND, "This site has no OpenID provider. Its server names one with PUT /v1/site/sign-in."),
    INVALID_ID_TOKEN(
            HttpStatus.UNAUTHORIZED,
            "This is no ID token of the site's OpenID provider that is in force, for this nonce,"
                    + " and not used yet. Sign in there again."),
    OPENID_PROVIDER_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The keys of the site's OpenID provider cannot be had at the moment. Try again in a" + " minute.");

    private final HttpStatus status;
    private final String detail;

    OpenIdProblem(HttpStatus status, String detail) {
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
