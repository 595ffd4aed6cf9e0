package io.latchkey.shared.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal on its way to the caller, who receives it as problem details (RFC 9457). */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemKind kind;
    private final transient Map<String, Object> extensions = new LinkedHashMap<>();
    private transient @Nullable Duration retryAfter;

    Problem(ProblemKind kind, String detail) {
        // A refusal is an answer, not a fault: no stack trace is taken.
        super(detail, null, false, false);
        this.kind = kind;
    }

    /** Which refusal this is. */
    public ProblemKind kind() {
        return kind;
    }

    /** Adds a member beside the standard ones, such as {@code ways} (RFC 9457, section 3.2). */
    public Problem with(String member, Object value) {
        extensions.put(member, value);
        return this;
    }

    /** Says when it is worth trying again (RFC 9110, section 10.2.3). */
    public Problem retryAfter(Duration wait) {
        this.retryAfter = wait;
        return this;
    }

    /** The value of the {@code Retry-After} header: whole seconds, none too early; or null. */
    public @Nullable String retryAfterSeconds() {
        return retryAfter == null
                ? null
                : String.valueOf(Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds()));
    }

    /** The problem document (RFC 9457, section 3). */
    public Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "urn:latchkey:problem:" + kind.code());
        body.put("title", kind.status().getReasonPhrase());
        body.put("status", kind.status().value());
        body.put("detail", getMessage());
        body.put("code", kind.code());
        body.putAll(extensions);
        return body;
    }
}
