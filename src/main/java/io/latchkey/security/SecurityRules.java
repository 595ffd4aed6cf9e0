package io.latchkey.security;

import io.latchkey.limit.FailedCredentials;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.reader.session.Turns;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.ProblemWriter;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.site.Sites;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Spring Security's filters, with our doors in the place of authentication and authorization. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityRules {

    private final Callers callers;
    private final FailedCredentials failures;
    private final Turns turns;
    private final ProblemWriter problems;

    SecurityRules(Callers callers, FailedCredentials failures, Turns turns, ProblemWriter problems) {
        this.callers = callers;
        this.failures = failures;
        this.turns = turns;
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
                .addFilterAt(new SiteCors(sites, problems), SecurityWebFiltersOrder.CORS)
                .addFilterAt(doorkeeper(), SecurityWebFiltersOrder.AUTHORIZATION)
                .build();
    }

    /** Looks at paths and headers only; which methods a path takes, the doors say. */
    @Bean
    ServerWebExchangeFirewall firewall() {
        StrictServerWebExchangeFirewall firewall = new StrictServerWebExchangeFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    /** Paths with encoded slashes, dots or control characters are nobody's (Spring's firewall). */
    @Bean
    ServerExchangeRejectedHandler rejectedHandler() {
        return (exchange, rejected) -> problems.write(
                exchange,
                String.valueOf(rejected.getMessage()).contains("header")
                        ? RequestProblem.INVALID_HEADER.problem()
                        : RequestProblem.INVALID_PATH.problem());
    }

    private WebFilter doorkeeper() {
        return (exchange, chain) -> pass(exchange, chain)
                .onErrorResume(Refusal.class, refusal -> problems.write(exchange, refusal.problem()));
    }

    private Mono<Void> pass(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        PathContainer path = request.getPath().pathWithinApplication();
        return RequestBounds.door(exchange)
                .map(door -> pass(door, exchange, chain))
                .orElseGet(() -> problems.write(exchange, noDoor(exchange, path)));
    }

    private Mono<Void> pass(Door door, ServerWebExchange exchange, WebFilterChain chain) {
        if (door.wants() instanceof Door.Wanted.Nobody) {
            return chain.filter(exchange);
        }
        return caller(door, exchange.getRequest())
                .doOnNext(caller -> SiteCors.keepWithin(caller, exchange))
                .<Object>handle((caller, sink) ->
                        door.wants().refusalOf(caller).ifPresentOrElse(sink::error, () -> sink.next(caller)))
                // Only what happens before the door is a refusal here; behind it, handlers answer.
                .onErrorMap(Problem.class, Refusal::new)
                .flatMap(caller -> inTurn(caller, chain.filter(exchange).contextWrite(authenticated(caller))));
    }

    private Mono<Void> inTurn(Object caller, Mono<Void> call) {
        return caller instanceof ReaderSession session ? turns.take(session.reader(), call) : call;
    }

    private Mono<Object> caller(Door door, ServerHttpRequest request) {
        return callers.of(request)
                .onErrorResume(
                        SecurityRules::invalid,
                        refusal -> failures.refuse(door.wants().credential(), request, (Problem) refusal));
    }

    private static boolean invalid(Throwable error) {
        return error instanceof Problem problem && problem.kind() == CredentialProblem.INVALID_CREDENTIALS;
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
