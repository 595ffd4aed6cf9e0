package io.latchkey.shared.web;

import io.latchkey.shared.problem.RequestProblem;
import java.util.List;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses writing calls whose caller would not take their answer before anything is written: Spring
 * asks only when the answer is ready.
 */
@Component
@Order(0)
class JsonAnswers implements WebFilter {

    private static final Set<HttpMethod> WRITING =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);
    private static final List<MediaType> JSON = List.of(MediaType.APPLICATION_JSON);

    /** The forms of these pages lead browsers back to a page. */
    private static final List<MediaType> PAGE_OR_JSON = List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_HTML);

    private static final String PAGES = "/v1/sandbox/checkouts/";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String path = request.getPath().value();
        boolean asked = WRITING.contains(request.getMethod()) && path.startsWith("/v1/");
        return asked && !takes(path.startsWith(PAGES) ? PAGE_OR_JSON : JSON, request)
                ? Mono.error(RequestProblem.NOT_ACCEPTABLE::problem)
                : chain.filter(exchange);
    }

    private static boolean takes(List<MediaType> offered, ServerHttpRequest request) {
        try {
            List<MediaType> accepted = request.getHeaders().getAccept();
            return accepted.isEmpty()
                    || accepted.stream().anyMatch(type -> offered.stream().anyMatch(type::isCompatibleWith));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
