package io.latchkey.gate;

import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Turns whatever is answered at the gate's doors and is in no dialect into a denial that every
 * proxy understands: what filters refuse, and what nobody foresaw. nginx would make a 500 of it.
 * Before all filters, so that it hears of what any of them does.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class GateFailures implements WebFilter {

    private static final String DOORS = "/v1/gate/";
    private static final Set<Integer> UNDERSTOOD = Set.of(200, 401, 403);

    /** Of 4xx, those that say nothing against the question. */
    private static final Set<Integer> OVERLOADED = Set.of(408, 429);

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (exchange.getRequest().getURI().getRawPath().startsWith(DOORS)) {
            ServerHttpResponse response = exchange.getResponse();
            response.beforeCommit(() -> Mono.fromRunnable(() -> close(response)));
        }
        return chain.filter(exchange);
    }

    private static void close(ServerHttpResponse response) {
        HttpStatusCode status = response.getStatusCode();
        if (status != null && UNDERSTOOD.contains(status.value())) {
            return;
        }
        GateReason reason = status != null && status.is4xxClientError() && !OVERLOADED.contains(status.value())
                ? GateReason.MALFORMED_REQUEST
                : GateReason.UNAVAILABLE;
        response.setStatusCode(HttpStatus.FORBIDDEN);
        HttpHeaders headers = response.getHeaders();
        headers.set("X-Latchkey-Decision", "denied");
        headers.set("X-Latchkey-Reason", reason.word());
        headers.set(Fastly.RESULT, Fastly.BLOCK);
        headers.setCacheControl("private, no-store");
    }
}
