package io.latchkey.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.shared.web.Input;
import java.util.regex.Pattern;

/** The id that a site gave to one of its plans. */
public record PlanId(@JsonValue String value) {

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,127}");

    /** Refuses what is not a plan id. */
    @JsonCreator
    public PlanId {
        Input.matching("plan", value, SHAPE);
    }

    public static PlanId inPath(String value) {
        try {
            return new PlanId(value);
        } catch (Problem refused) {
            throw RequestProblem.INVALID_PATH.because("The plan's id in the path must match " + SHAPE.pattern() + ".");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
