package io.latchkey.security;

import io.latchkey.shared.Problem;
import io.latchkey.shared.ProblemWriter;
import io.latchkey.shared.RequestProblem;
import io.latchkey.site.Sites;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import java.util.List;

/** Spring Security's filters, with our doors in the place of authentication and authorization. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityRules {

    private final Callers callers;
    private final ProblemWriter problems;

    SecurityRules(Callers callers, ProblemWriter problems) {
        this.callers = callers;
        this.problems = problems;
    }

    /** No sessions, forms or logins of Spring's: each request brings its one credential. */
    @Bean
    SecurityWebFilterChain filters(ServerHttpSecurity http, Sites sites) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .anonymous(ServerHttpSecurity.AnonymousSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .addFilterAt(new SiteCors(sites), SecurityWebFiltersOrder.CORS)
                .addFilterAt(doorkeeper(), SecurityWebFiltersOrder.AUTHORIZATION)
                .build();
    }

    /** Paths with encoded slashes, dots or control characters are nobody's (Spring's firewall). */
    @Bean
    ServerExchangeRejectedHandler rejectedHandler() {
        return (exchange, _) -> problems.write(exchange, RequestProblem.INVALID_PATH.problem());
    }

    private WebFilter doorkeeper() {
        return (exchange, chain) ->
                pass(exchange, chain)
                        .onErrorResume(
                                Refusal.class, refusal -> refuse(exchange, refusal.problem()));
    }

    private Mono<Void> pass(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        PathContainer path = request.getPath().pathWithinApplication();
        return Doors.at(request.getMethod(), path)
                .map(door -> pass(door, exchange, chain))
                .orElseGet(() -> refuse(exchange, noDoor(exchange, path)));
    }

    private Mono<Void> pass(Door door, ServerWebExchange exchange, WebFilterChain chain) {
        if (door.wants() instanceof Door.Wanted.Nobody) {
            return chain.filter(exchange);
        }
        return callers.of(exchange.getRequest())
                .<Object>handle((caller, sink) ->
                        door.wants()
                                .refusalOf(caller)
                                .ifPresentOrElse(sink::error, () -> sink.next(caller)))
                // Only what happens before the door is a refusal here; behind it, handlers answer.
                .onErrorMap(Problem.class, Refusal::new)
                .flatMap(caller -> chain.filter(exchange).contextWrite(authenticated(caller)));
    }

    private static Context authenticated(Object caller) {
        return ReactiveSecurityContextHolder.withAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(caller, null, List.of()));
    }

    private static Problem noDoor(ServerWebExchange exchange, PathContainer path) {
        var methods = Doors.methodsAt(path);
        if (methods.isEmpty()) {
            return RequestProblem.NOT_FOUND.problem();
        }
        exchange.getResponse().getHeaders().setAllow(methods);
        return RequestProblem.METHOD_NOT_ALLOWED.problem();
    }

    private Mono<Void> refuse(ServerWebExchange exchange, Problem problem) {
        if (problem.kind().status().value() == 401) {
            // RFC 6750, section 3: tells which scheme to use, and when a token was no good.
            boolean missing = problem.kind() == CredentialProblem.CREDENTIALS_MISSING;
            exchange.getResponse()
                    .getHeaders()
                    .set(
                            HttpHeaders.WWW_AUTHENTICATE,
                            missing ? "Bearer" : "Bearer error=\"invalid_token\"");
        }
        return problems.write(exchange, problem);
    }

    /** A refusal at the door, told apart from what handlers answer. */
    private static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        Refusal(Problem problem) {
            super(null, null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }
}
