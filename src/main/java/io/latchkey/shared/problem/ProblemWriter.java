package io.latchkey.shared.problem;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers every error of every path as problem details (RFC 9457), ahead of Spring Boot's own
 * handler. The security filters call it too.
 */
@Component
@Order(-2)
public class ProblemWriter implements WebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemWriter.class);
    private static final String RETRY_AFTER_SECONDS = "1";

    private final JsonMapper json;
    private final ObjectProvider<ProblemPage> pages;

    /** The pages stand on this: late bound. */
    ProblemWriter(JsonMapper json, ObjectProvider<ProblemPage> pages) {
        this.json = json;
        this.pages = pages;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        return write(exchange, ProblemTranslation.problemOf(error, exchange), error);
    }

    /** Writes the refusal as the answer to this exchange. */
    public Mono<Void> write(ServerWebExchange exchange, Problem problem) {
        return write(exchange, problem, problem);
    }

    private Mono<Void> write(ServerWebExchange exchange, Problem problem, Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (problem.kind().status().is5xxServerError()) {
            report(exchange, problem, error);
        }
        if (response.isCommitted()) {
            return Mono.error(error);
        }
        response.setStatusCode(problem.kind().status());
        HttpHeaders headers = response.getHeaders();
        headers.setCacheControl("no-store");
        if (problem.kind().status().value() == 401) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, problem.kind().challenge());
        }
        if (passes(problem)) {
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        String wait = problem.retryAfterSeconds();
        if (wait != null) {
            headers.set(HttpHeaders.RETRY_AFTER, wait);
        }
        if (problem.kind() == RequestProblem.REQUEST_TIMEOUT) {
            // RFC 9110, section 15.5.9: what is left of the request is not waited for.
            headers.setConnection("close");
        }
        return page(exchange, problem)
                .map(page -> {
                    headers.putAll(page.getHeaders());
                    return String.valueOf(page.getBody()).getBytes(StandardCharsets.UTF_8);
                })
                .switchIfEmpty(Mono.fromSupplier(() -> {
                    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
                    return json.writeValueAsBytes(problem.body());
                }))
                .flatMap(body -> {
                    headers.setContentLength(body.length);
                    return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
                });
    }

    /** By itself: a missing setting does not. */
    private static boolean passes(Problem problem) {
        return problem.kind() instanceof RequestProblem
                && (problem.kind().status() == HttpStatus.SERVICE_UNAVAILABLE
                        || problem.kind().status() == HttpStatus.TOO_MANY_REQUESTS);
    }

    /** Whatever is wrong with the page, the refusal itself arrives. */
    private Mono<ResponseEntity<String>> page(ServerWebExchange exchange, Problem problem) {
        return Mono.justOrEmpty(pages.getIfAvailable())
                .flatMap(page -> page.of(exchange.getRequest(), problem))
                .onErrorResume(_ -> Mono.empty());
    }

    /**
     * Logs the path's shape and the fault; never a query, a header or a body, which may hold
     * secrets.
     */
    private static void report(ServerWebExchange exchange, Problem problem, Throwable error) {
        String incident = UUID.randomUUID().toString();
        problem.with("incident", incident);
        // A reader who hung up, mostly: one line. Answered all the same, in case it was the
        // database.
        boolean hungUp = DisconnectedClientHelper.isClientDisconnectedException(error);
        if (problem.kind() == RequestProblem.INTERNAL && hungUp) {
            LOG.debug("incident {}: {}", incident, error.toString());
        } else if (problem.kind() == RequestProblem.INTERNAL) {
            LOG.error("incident {}: {} failed", incident, exchange.getRequest().getMethod(), error);
        } else {
            LOG.warn("incident {}: {} ({})", incident, problem.kind().code(), error.toString());
        }
    }
}
