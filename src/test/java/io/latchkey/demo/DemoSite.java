package io.latchkey.demo;

import io.latchkey.demo.Newspaper.Post;

import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the demo serves below {@code /demo/}. Not found by the service's component scan, which
 * covers this package in tests: only {@link DemoApplication} names it.
 */
class DemoSite {

    private static final String POLICY =
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static final Pattern REF = Pattern.compile("reader-[0-9a-f-]{36}");
    private static final Duration KNOWN_FOR = Duration.ofDays(365);

    private final Publisher publisher;
    private final Newspaper newspaper;
    private final Pages pages;
    private final AccessTokenCheck tokens;

    DemoSite(Publisher publisher, Newspaper newspaper) {
        this.publisher = publisher;
        this.newspaper = newspaper;
        this.pages = new Pages(newspaper, publisher.site());
        this.tokens = new AccessTokenCheck(publisher.origin(), publisher.site());
    }

    /** The demo's paths have their own chain before the service's doors, which stay as they are. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityWebFilterChain demoDoors(ServerHttpSecurity http) {
        return http.securityMatcher(
                        ServerWebExchangeMatchers.pathMatchers("/", "/demo", "/demo/**"))
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .headers(headers ->
                        headers.contentSecurityPolicy(csp -> csp.policyDirectives(POLICY)))
                .build();
    }

    @Bean
    RouterFunction<ServerResponse> demoPages() {
        URI front = URI.create("/demo/");
        return RouterFunctions.route()
                .GET("/", _ -> ServerResponse.temporaryRedirect(front).build())
                .GET("/demo", _ -> ServerResponse.temporaryRedirect(front).build())
                .GET("/demo/", _ -> html(pages.front()))
                .GET("/demo/account", _ -> html(pages.account()))
                .GET("/demo/articles/{id}", this::article)
                .GET("/demo/text/{id}", this::text)
                .resources("/demo/assets/**", new ClassPathResource("demo/assets/"))
                .build();
    }

    /** What changes something: only for the demo's own pages. */
    @Bean
    RouterFunction<ServerResponse> demoDeeds() {
        return RouterFunctions.route()
                .POST("/demo/session", request -> session(returning(request)))
                .POST("/demo/new-reader", _ -> session(Optional.empty()))
                .POST("/demo/clock", _ -> advanceAMonth())
                .filter((request, next) ->
                        publisher.origin().equals(request.headers().firstHeader(HttpHeaders.ORIGIN))
                                ? next.handle(request)
                                : ServerResponse.status(HttpStatus.FORBIDDEN).build())
                .build();
    }

    private Mono<ServerResponse> article(ServerRequest request) {
        return newspaper
                .find(request.pathVariable("id"))
                .map(post -> html(pages.article(post)))
                .orElseGet(() -> ServerResponse.notFound().build());
    }

    /** The content server: the full text for whoever brings a token that opens it. */
    private Mono<ServerResponse> text(ServerRequest request) {
        Optional<Post> found = newspaper.find(request.pathVariable("id"));
        if (found.isEmpty()) {
            return ServerResponse.notFound().build();
        }
        String credential = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
        String token =
                credential != null && credential.startsWith("Bearer ")
                        ? credential.substring("Bearer ".length())
                        : null;
        // Off the event loop: the check fetches the keys over the network at times.
        return Mono.fromCallable(() -> tokens.opens(found.get(), token))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(open ->
                        open
                                ? html(Pages.rest(found.get()))
                                : ServerResponse.status(HttpStatus.FORBIDDEN).build());
    }

    /** The reader whom this browser is, by the publisher's own cookie. */
    private Optional<String> returning(ServerRequest request) {
        return Optional.ofNullable(request.cookies().getFirst(ownCookie()))
                .map(cookie -> cookie.getValue())
                .filter(ref -> REF.matcher(ref).matches());
    }

    private Mono<ServerResponse> session(Optional<String> known) {
        return Mono.justOrEmpty(known)
                .switchIfEmpty(Mono.fromFuture(publisher::welcome))
                .flatMap(ref ->
                        Mono.fromFuture(() -> publisher.signIn(ref))
                                .flatMap(token ->
                                        ServerResponse.noContent()
                                                .cookie(cookie(ownCookie(), ref))
                                                .cookie(cookie(tokenCookie(), token))
                                                .build()));
    }

    private Mono<ServerResponse> advanceAMonth() {
        return Mono.fromFuture(publisher::advanceAMonth)
                .flatMap(now ->
                        ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(now));
    }

    private String ownCookie() {
        return "__Host-" + publisher.site() + "-reader";
    }

    private String tokenCookie() {
        return "__Host-latchkey-" + publisher.site();
    }

    /** Outlives the token in it, if it is one: then the service says 401 and the page asks anew. */
    private static ResponseCookie cookie(String name, String value) {
        return ResponseCookie.from(name, value)
                .secure(true)
                .httpOnly(true)
                .sameSite("Lax")
                .path("/")
                .maxAge(KNOWN_FOR)
                .build();
    }

    private static Mono<ServerResponse> html(String text) {
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_HTML)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .bodyValue(text);
    }
}
