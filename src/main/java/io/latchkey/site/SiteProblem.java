package io.latchkey.site;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How this room says no. */
public enum SiteProblem implements ProblemKind {
    ALREADY_EXISTS(HttpStatus.CONFLICT, "A site with this id exists. Choose another id."),
    UNKNOWN_SITE(HttpStatus.NOT_FOUND, "There is no site with this id."),
    UNKNOWN_KEY(HttpStatus.NOT_FOUND, "This site has no key with this id."),
    LAST_ADMIN_KEY(
            HttpStatus.CONFLICT,
            "This is the site's last key with scope admin, and without one nobody could make"
                    + " another. Make a new one first, with POST /v1/site/keys.");

    private final HttpStatus status;
    private final String detail;

    SiteProblem(HttpStatus status, String detail) {
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
