package io.latchkey.shared.web;

import io.latchkey.shared.problem.RequestProblem;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Refuses requests with several hosts, or none in HTTP/1.1 (RFC 9112, section 3.2): a proxy may
 * have taken another for the one that is meant.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class OneHost implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        List<String> hosts = request.getHeaders().getOrEmpty(HttpHeaders.HOST);
        return hosts.size() == 1 || (hosts.isEmpty() && !mustNameIt(request))
                ? chain.filter(exchange)
                : Mono.error(
                        RequestProblem.INVALID_HEADER.because("A request names its host once, in the header Host."));
    }

    private static boolean mustNameIt(ServerHttpRequest request) {
        HttpServerRequest received = ServerHttpRequestDecorator.getNativeRequest(request);
        return received.version().compareTo(HttpVersion.HTTP_1_1) >= 0;
    }
}
