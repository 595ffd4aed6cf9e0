package io.latchkey.shared.problem;

import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerErrorException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import reactor.pool.PoolAcquirePendingLimitException;
import reactor.pool.PoolAcquireTimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns whatever went wrong into the refusal that the caller may see. */
final class ProblemTranslation {

    /**
     * PostgreSQL: query_canceled (statement_timeout), lock_not_available (lock_timeout),
     * deadlock_detected and serialization_failure (repeated in vain), too_many_connections.
     */
    private static final Set<String> BUSY_STATES = Set.of("57014", "55P03", "40P01", "40001", "53300");

    private ProblemTranslation() {}

    static Problem problemOf(Throwable error, ServerWebExchange exchange) {
        if (isOfThePath(error)) {
            return RequestProblem.INVALID_PATH.problem();
        }
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            Problem known = known(cause);
            if (known != null) {
                return known;
            }
        }
        if (error instanceof MethodNotAllowedException notAllowed) {
            exchange.getResponse().getHeaders().setAllow(Set.copyOf(notAllowed.getSupportedMethods()));
        }
        return error instanceof ResponseStatusException refused ? byStatus(refused) : RequestProblem.INTERNAL.problem();
    }

    /** A blank id converts to nothing, which Spring takes for a fault of ours. */
    private static boolean isOfThePath(Throwable error) {
        MethodParameter parameter = switch (error) {
            case ServerWebInputException input -> input.getMethodParameter();
            case ServerErrorException missing -> missing.getMethodParameter();
            default -> null;
        };
        return parameter != null && parameter.hasParameterAnnotation(PathVariable.class);
    }

    private static @Nullable Problem known(Throwable cause) {
        return switch (cause) {
            case Problem problem -> problem;
            case PoolAcquirePendingLimitException _ -> RequestProblem.BUSY.problem();
            case PoolAcquireTimeoutException _ -> RequestProblem.BUSY.problem();
            case TimeoutException _ -> RequestProblem.BUSY.problem();
            case R2dbcException database -> databaseProblem(database);
            case LateBodyException _ -> RequestProblem.REQUEST_TIMEOUT.problem();
            case DataBufferLimitException _ -> RequestProblem.BODY_TOO_LARGE.problem();
            case JacksonException malformed -> bodyProblem(malformed);
            default -> null;
        };
    }

    private static @Nullable Problem databaseProblem(R2dbcException error) {
        String state = error.getSqlState();
        if (state != null && BUSY_STATES.contains(state)) {
            return RequestProblem.BUSY.problem();
        }
        boolean down = error instanceof R2dbcNonTransientResourceException
                || error instanceof R2dbcTransientResourceException
                || (state != null && (state.startsWith("08") || state.startsWith("57P")));
        return down ? RequestProblem.DATABASE_UNAVAILABLE.problem() : null;
    }

    /** A constructor of ours that refused its input stands as the cause inside Jackson's error. */
    private static Problem bodyProblem(JacksonException malformed) {
        for (Throwable cause = malformed; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
        }
        String where = malformed instanceof UnrecognizedPropertyException unknown
                ? "The body has a member that this call does not know: " + printable(unknown.getPropertyName()) + "."
                : "The body is not valid JSON of the shape that this call takes" + place(malformed) + ".";
        return RequestProblem.INVALID_BODY.because(where);
    }

    private static String place(JacksonException malformed) {
        var path = malformed.getPath();
        if (path == null || path.isEmpty()) {
            return "";
        }
        String name = path.getLast().getPropertyName();
        return name == null ? "" : " (at \"" + printable(name) + "\")";
    }

    private static String printable(String name) {
        String shortened = name.length() > 40 ? name.substring(0, 40) + "…" : name;
        return shortened.replaceAll("\\p{Cntrl}", "?");
    }

    private static Problem byStatus(ResponseStatusException refused) {
        return switch (refused.getStatusCode().value()) {
            case 404 -> RequestProblem.NOT_FOUND.problem();
            case 405 -> RequestProblem.METHOD_NOT_ALLOWED.problem();
            case 406 -> RequestProblem.NOT_ACCEPTABLE.problem();
            case 413 -> RequestProblem.BODY_TOO_LARGE.problem();
            case 415 -> RequestProblem.UNSUPPORTED_MEDIA_TYPE.problem();
            case 400 -> RequestProblem.INVALID_BODY.problem();
            case 503 -> RequestProblem.BUSY.problem();
            default ->
                refused.getStatusCode().is4xxClientError()
                        ? RequestProblem.REQUEST_REFUSED.problem()
                        : RequestProblem.INTERNAL.problem();
        };
    }
}
