package io.latchkey.article;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.shared.web.Input;
import java.util.regex.Pattern;

/** The id that a site gave to one of its articles. */
public record ArticleId(@JsonValue String value) {

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,127}");

    /** Refuses what is not an article id. */
    @JsonCreator
    public ArticleId {
        Input.matching("article", value, SHAPE);
    }

    /** The id in a path; refuses with {@code invalid-path}. */
    public static ArticleId inPath(String value) {
        try {
            return new ArticleId(value);
        } catch (Problem refused) {
            throw RequestProblem.INVALID_PATH.because(
                    "The article's id in the path must match " + SHAPE.pattern() + ".");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
