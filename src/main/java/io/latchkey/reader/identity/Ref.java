package io.latchkey.reader.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.shared.web.Input;
import org.jspecify.annotations.Nullable;

/** The id under which a site knows one of its own users. */
public record Ref(@JsonValue String value) {

    private static final int LONGEST = 255;
    private static final String FORBIDDEN = "/\\;%";

    /**
     * Refuses what is not a ref: 1 to 255 characters, no control characters, none of {@code / \ ;
     * %}.
     */
    @JsonCreator
    public Ref {
        Input.text("reader", value, LONGEST);
        if (value.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0)) {
            throw Input.refused("reader", "must not hold any of / \\ ; %");
        }
    }

    /** The ref in a path; refuses with {@code invalid-path}. */
    public static Ref inPath(@Nullable String value) {
        try {
            return new Ref(Input.present("reader", value));
        } catch (Problem refused) {
            throw RequestProblem.INVALID_PATH.because(
                    "The reader in the path must be 1 to 255 characters without / \\ ; % and"
                            + " without control characters.");
        }
    }

    /** Not the ref itself, which may be an e-mail address at some sites. */
    @Override
    public String toString() {
        return "Ref[…]";
    }
}
