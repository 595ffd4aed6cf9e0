package io.latchkey.shared.problem;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/**
 * One way of saying no. Each feature lists its own in an enum, so that a refusal's status, code and
 * sentence stand in one place.
 */
public interface ProblemKind {

    /** The enum constant's name, from which the code is made. */
    String name();

    /** The HTTP status that this refusal travels under. */
    HttpStatus status();

    /** What happened and what to do, for the person who reads the answer. */
    String detail();

    /** The stable, machine-readable name: {@code NO_UNLOCK_LEFT} becomes {@code no-unlock-left}. */
    default String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a 401 asks for (RFC 6750, section 3): here, another token than the one that came. */
    default String challenge() {
        return "Bearer error=\"invalid_token\"";
    }

    /** This refusal as an error, with its standing sentence. */
    default Problem problem() {
        return new Problem(this, detail());
    }

    /** This refusal as an error, with a sentence that fits the case at hand. */
    default Problem because(String detail) {
        return new Problem(this, detail);
    }
}
