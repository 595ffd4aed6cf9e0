package io.latchkey.security;

import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.shared.time.Deadline;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Answers 503 when an answer takes longer than its caller waits. What was to be changed may have
 * been, or may yet be: then the refusal does not say that it failed.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class RequestBounds implements WebFilter {

    private static final Set<HttpMethod> CHANGE_NOTHING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private static final String DOOR = RequestBounds.class.getName() + ".door";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Optional<Door> door = found(exchange);
        return Mono.deferContextual(context -> {
            Deadline deadline = Deadline.ofRequest(context);
            door.filter(it -> it.asks() != Door.Asked.THE_DATABASE).ifPresent(_ -> deadline.lengthen());
            BoundedResponse response = new BoundedResponse(exchange.getResponse());
            return chain.filter(exchange.mutate().response(response).build())
                    .timeout(
                            // An answer that has begun goes on for as long as its client takes it.
                            deadline.over().then(Mono.defer(() -> response.expire() ? Mono.empty() : Mono.never())),
                            Mono.error(() -> late(exchange.getRequest()).problem()));
        });
    }

    /** The door that the request stands before, looked for once. */
    static Optional<Door> door(ServerWebExchange exchange) {
        Optional<Door> found = exchange.getAttribute(DOOR);
        return found == null ? found(exchange) : found;
    }

    private static Optional<Door> found(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        Optional<Door> door = Doors.at(request.getMethod(), request.getPath().pathWithinApplication());
        exchange.getAttributes().put(DOOR, door);
        return door;
    }

    private static RequestProblem late(ServerHttpRequest request) {
        return CHANGE_NOTHING.contains(request.getMethod()) ? RequestProblem.BUSY : RequestProblem.OUTCOME_UNKNOWN;
    }
}
