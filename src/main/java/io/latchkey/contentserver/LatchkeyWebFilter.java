package io.latchkey.contentserver;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Gives every request of a reactive content server its {@link ReactiveVisit}. */
final class LatchkeyWebFilter implements WebFilter {

    private final LatchkeyAccess access;

    LatchkeyWebFilter(LatchkeyAccess access) {
        this.access = access;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpResponse answer = exchange.getResponse();
        Visit visit = new Visit(access, token(exchange.getRequest()), () -> markPersonal(answer));
        exchange.getAttributes().put(Visit.ATTRIBUTE, new ReactiveVisit(visit));
        return chain.filter(exchange);
    }

    /** At the last moment, since what a handler says of caching would take its place. */
    private static void markPersonal(ServerHttpResponse answer) {
        answer.beforeCommit(() -> {
            answer.getHeaders().remove(HttpHeaders.EXPIRES);
            answer.getHeaders().set(HttpHeaders.CACHE_CONTROL, "private, no-store");
            return Mono.empty();
        });
    }

    private static @Nullable String token(ServerHttpRequest request) {
        HttpCookie cookie = request.getCookies().getFirst(Credentials.COOKIE);
        return Credentials.token(
                request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION), cookie == null ? null : cookie.getValue());
    }
}
