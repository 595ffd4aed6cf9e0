package io.latchkey.gate;

import io.latchkey.gate.GateQuestion.MalformedQuestion;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.time.Deadline;
import io.latchkey.site.SiteId;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** One door for each dialect. Every way out of here that is not "granted" is a denial. */
@RestController
@ApiResponse(responseCode = "200", description = "Serve it.")
@ApiResponse(responseCode = "401", description = "Do not, and nobody is signed in.")
@ApiResponse(responseCode = "403", description = "Do not.")
class GateController {

    private static final Logger LOG = LoggerFactory.getLogger(GateController.class);

    /** A reader waits for it. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);

    private static final Dialect NGINX = new Nginx();
    private static final Dialect ENVOY = new Envoy();
    private static final Dialect FORWARD_AUTH = new ForwardAuth();
    private static final Dialect FASTLY = new Fastly();

    private final Gate gate;

    GateController(Gate gate) {
        this.gate = gate;
    }

    @Parameter(name = GateQuestion.ARTICLE_HEADER, in = ParameterIn.HEADER)
    @GetMapping("/v1/gate/nginx")
    Mono<ResponseEntity<String>> nginx(
            @RequestParam(required = false) @Nullable String site, ServerHttpRequest request) {
        return answer(NGINX, site, request);
    }

    @Parameter(name = GateQuestion.ARTICLE_HEADER, in = ParameterIn.HEADER)
    @GetMapping("/v1/gate/envoy")
    Mono<ResponseEntity<String>> envoy(
            @RequestParam(required = false) @Nullable String site, ServerHttpRequest request) {
        return answer(ENVOY, site, request);
    }

    /** As Envoy asks: the reader's query is there as well, and says nothing here. */
    @GetMapping("/v1/gate/envoy/{site}/{*path}")
    Mono<ResponseEntity<String>> envoy(
            @PathVariable String site, @PathVariable String path, ServerHttpRequest request) {
        return answer(ENVOY, site, request);
    }

    @Parameter(name = GateQuestion.ARTICLE_HEADER, in = ParameterIn.HEADER)
    @GetMapping("/v1/gate/forward-auth")
    Mono<ResponseEntity<String>> forwardAuth(
            @RequestParam(required = false) @Nullable String site, ServerHttpRequest request) {
        return answer(FORWARD_AUTH, site, request);
    }

    @Parameter(name = GateQuestion.ARTICLE_HEADER, in = ParameterIn.HEADER)
    @GetMapping("/v1/gate/fastly")
    Mono<ResponseEntity<String>> fastly(
            @RequestParam(required = false) @Nullable String site, ServerHttpRequest request) {
        return answer(FASTLY, site, request);
    }

    private Mono<ResponseEntity<String>> answer(Dialect dialect, @Nullable String site, ServerHttpRequest request) {
        return Deadline.bounded(LONGEST_ANSWER, Mono.defer(() -> gate.decide(question(dialect, site, request))))
                .onErrorResume(error -> Mono.just(GateDecision.deny(null, reason(error))))
                .map(dialect::answer);
    }

    private static GateQuestion question(Dialect dialect, @Nullable String site, ServerHttpRequest request) {
        return GateQuestion.of(siteOf(site), request, dialect.article(request), dialect.uri(request));
    }

    private static SiteId siteOf(@Nullable String site) {
        try {
            return new SiteId(site == null ? "" : site);
        } catch (Problem noId) {
            throw new MalformedQuestion();
        }
    }

    /** Our own faults look alike from outside: the proxy denies, the log says why. */
    private static GateReason reason(Throwable error) {
        if (error instanceof MalformedQuestion) {
            return GateReason.MALFORMED_REQUEST;
        }
        LOG.warn("the gate could not decide: {}", error.toString());
        return GateReason.UNAVAILABLE;
    }
}
