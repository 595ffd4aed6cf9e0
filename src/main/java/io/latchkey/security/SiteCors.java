package io.latchkey.security;

import io.latchkey.site.Sites;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;

/** Lets the pages of sites call from their browsers: exactly the origins that sites named. */
class SiteCors implements WebFilter {

    private static final Duration PREFLIGHT_LIFE = Duration.ofMinutes(10);

    private final Sites sites;
    private final DefaultCorsProcessor processor = new DefaultCorsProcessor();

    SiteCors(Sites sites) {
        this.sites = sites;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String origin = request.getHeaders().getOrigin();
        if (origin == null || !CorsUtils.isCorsRequest(request)) {
            return chain.filter(exchange);
        }
        return sites.anyHasOrigin(origin)
                .flatMap(known -> known ? allow(exchange, chain, origin) : chain.filter(exchange));
    }

    private Mono<Void> allow(ServerWebExchange exchange, WebFilterChain chain, String origin) {
        CorsConfiguration rules = new CorsConfiguration();
        rules.setAllowedOrigins(List.of(origin));
        rules.setAllowedMethods(List.of("GET", "HEAD", "POST", "PATCH", "DELETE"));
        rules.setAllowedHeaders(
                List.of("Authorization", "Content-Type", "Idempotency-Key", "X-Latchkey-Site"));
        rules.setAllowCredentials(true);
        rules.setMaxAge(PREFLIGHT_LIFE);
        boolean goesOn = processor.process(rules, exchange);
        return goesOn && !CorsUtils.isPreFlightRequest(exchange.getRequest())
                ? chain.filter(exchange)
                : Mono.empty();
    }
}
