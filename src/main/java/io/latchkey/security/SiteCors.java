package io.latchkey.security;

import io.latchkey.reader.identity.ReaderProblem;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.shared.problem.ProblemWriter;
import io.latchkey.shared.web.WebOrigin;
import io.latchkey.site.SiteId;
import io.latchkey.site.SiteKey;
import io.latchkey.site.Sites;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets the pages of sites call from their browsers: exactly the origins that sites named. Before it
 * is known who calls, any site's will do, because a preflight brings no credential; from then on
 * only those of the caller's own site.
 */
class SiteCors implements WebFilter {

    private static final Duration PREFLIGHT_LIFE = Duration.ofMinutes(10);

    /** Loaded by pages of any origin, also while the database is away: it is the same for all. */
    private static final String WIDGET = "/latchkey.js";

    /** Called by proxies, with the headers of readers: an Origin there is not for us. */
    private static final String GATE = "/v1/gate/";

    private static final URI SOMEWHERE = URI.create("https://somewhere.invalid/");

    private static final String ORIGINS_SITES = SiteCors.class.getName() + ".sites";

    private final Sites sites;
    private final ProblemWriter problems;
    private final DefaultCorsProcessor processor = new DefaultCorsProcessor();

    SiteCors(Sites sites, ProblemWriter problems) {
        this.sites = sites;
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (request.getPath().value().equals(WIDGET)) {
            exchange.getResponse().getHeaders().setAccessControlAllowOrigin(CorsConfiguration.ALL);
            return chain.filter(exchange);
        }
        if (request.getPath().value().startsWith(GATE)) {
            return chain.filter(exchange);
        }
        String header = request.getHeaders().getOrigin();
        // What is no origin is that of no site.
        WebOrigin origin = WebOrigin.sent(header).orElse(null);
        if (header == null || origin == null || isOwn(origin, request)) {
            exchange.getResponse().getHeaders().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            return chain.filter(exchange);
        }
        return sites.withOrigin(origin).flatMap(named -> pass(exchange, chain, header, named));
    }

    private static boolean isOwn(WebOrigin origin, ServerHttpRequest request) {
        return WebOrigin.at(request.getURI()).filter(origin::equals).isPresent();
    }

    private Mono<Void> pass(ServerWebExchange exchange, WebFilterChain chain, String origin, Set<SiteId> named) {
        if (named.isEmpty()) {
            exchange.getResponse().getHeaders().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            return chain.filter(exchange);
        }
        exchange.getAttributes().put(ORIGINS_SITES, named);
        if (!processor.process(rules(origin), asOfAnotherOrigin(exchange))) {
            return problems.write(exchange, ReaderProblem.ORIGIN_NOT_ALLOWED.problem());
        }
        return CorsUtils.isPreFlightRequest(exchange.getRequest()) ? Mono.empty() : chain.filter(exchange);
    }

    /** Spring compares hosts by {@code java.net.URI}, which knows none with an underscore. */
    private static ServerWebExchange asOfAnotherOrigin(ServerWebExchange exchange) {
        return exchange.mutate().request(request -> request.uri(SOMEWHERE)).build();
    }

    /**
     * Takes the permission to read the answer back from pages that are not of the caller's site.
     */
    static void keepWithin(Object caller, ServerWebExchange exchange) {
        if (exchange.getAttribute(ORIGINS_SITES) instanceof Set<?> named
                && named.stream().noneMatch(site -> site.equals(siteOf(caller)))) {
            HttpHeaders headers = exchange.getResponse().getHeaders();
            headers.remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
            headers.remove(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS);
            headers.remove(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS);
        }
    }

    private static @Nullable SiteId siteOf(Object caller) {
        return switch (caller) {
            case ReaderSession session -> session.site();
            case SiteKey key -> key.site();
            default -> null;
        };
    }

    private static CorsConfiguration rules(String origin) {
        CorsConfiguration rules = new CorsConfiguration();
        rules.setAllowedOrigins(List.of(origin));
        rules.setAllowedMethods(List.of("GET", "HEAD", "POST", "PATCH", "DELETE"));
        rules.setAllowedHeaders(List.of("Authorization", "Content-Type", "Idempotency-Key", "X-Latchkey-Site"));
        rules.setExposedHeaders(List.of("Idempotent-Replayed", HttpHeaders.RETRY_AFTER));
        rules.setAllowCredentials(true);
        rules.setMaxAge(PREFLIGHT_LIFE);
        return rules;
    }
}
