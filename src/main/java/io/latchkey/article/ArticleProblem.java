package io.latchkey.article;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How this room says no. */
public enum ArticleProblem implements ProblemKind {
    UNKNOWN_ARTICLE(HttpStatus.NOT_FOUND, "This site has no article with this id."),
    INVALID_LINE(HttpStatus.BAD_REQUEST, "A line of the import is not an article."),
    IMPORT_TOO_LARGE(
            HttpStatus.CONTENT_TOO_LARGE, "An import takes at most 100,000 articles. Send the rest in another.");

    private final HttpStatus status;
    private final String detail;

    ArticleProblem(HttpStatus status, String detail) {
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
