package io.latchkey.demo;

import io.latchkey.demo.Newspaper.Post;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What the demo serves below {@code /demo/}. Not found by the service's component scan, which
 * covers this package in tests: only {@link DemoApplication} names it.
 */
class DemoSite {

    /** As strict as a site's can be: the widget needs no more than this. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'; require-trusted-types-for 'script';"
            + " trusted-types latchkey";

    private static final Set<String> NUMBERS = Set.of("127.0.0.1", "[::1]");

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final Publisher publisher;
    private final Newspaper newspaper;
    private final Mailbox mailbox;
    private final Pages pages;
    private final FrontDesk desk;
    private final AccessTokenCheck tokens;

    DemoSite(Publisher publisher, Newspaper newspaper, Mailbox mailbox) {
        this.publisher = publisher;
        this.newspaper = newspaper;
        this.mailbox = mailbox;
        this.pages = new Pages(newspaper, publisher);
        this.desk = new FrontDesk(publisher);
        this.tokens = new AccessTokenCheck(publisher.origin(), publisher.site());
    }

    /** The demo's paths have their own chain before the service's doors, which stay as they are. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityWebFilterChain demoDoors(ServerHttpSecurity http) {
        return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/", "/demo", "/demo/**"))
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(POLICY))
                        // Under no-referrer, browsers post forms with the Origin null.
                        .referrerPolicy(to -> to.policy(ReferrerPolicy.SAME_ORIGIN)))
                .build();
    }

    /**
     * Whoever comes by this machine's number is led to its name, the service's pages included:
     * cookies, checkouts and letters know that one alone.
     */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebFilter demoName() {
        return (exchange, chain) -> {
            ServerHttpRequest request = exchange.getRequest();
            if (!HttpMethod.GET.equals(request.getMethod())
                    || !NUMBERS.contains(String.valueOf(request.getURI().getHost()))
                    || !request.getHeaders().getAccept().contains(MediaType.TEXT_HTML)) {
                return chain.filter(exchange);
            }
            URI asked = request.getURI();
            String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
            ServerHttpResponse response = exchange.getResponse();
            response.setStatusCode(HttpStatus.TEMPORARY_REDIRECT);
            response.getHeaders().setLocation(URI.create(publisher.origin() + asked.getRawPath() + query));
            return response.setComplete();
        };
    }

    @Bean
    RouterFunction<ServerResponse> demoPages() {
        URI front = URI.create("/demo/");
        return RouterFunctions.route()
                .GET("/", _ -> ServerResponse.temporaryRedirect(front).build())
                .GET("/demo", _ -> ServerResponse.temporaryRedirect(front).build())
                .GET("/demo/", request -> page(request, pages::front))
                .GET("/demo/articles/{id}", this::article)
                .GET("/demo/sign-in", this::signInPage)
                .GET("/demo/mail", this::letters)
                .GET("/demo/text/{id}", this::text)
                .resources("/demo/assets/**", new ClassPathResource("demo/assets/"))
                .build();
    }

    /** What changes something: only for the demo's own pages. */
    @Bean
    RouterFunction<ServerResponse> demoDeeds() {
        return RouterFunctions.route()
                .POST("/demo/session", desk::session)
                .POST("/demo/sign-in", desk::signIn)
                .POST("/demo/sign-out", _ -> desk.signOut())
                .POST("/demo/clock", this::advanceAMonth)
                .filter((request, next) ->
                        publisher.origin().equals(request.headers().firstHeader(HttpHeaders.ORIGIN))
                                ? next.handle(request)
                                : ServerResponse.status(HttpStatus.FORBIDDEN).build())
                .build();
    }

    private Mono<ServerResponse> page(ServerRequest request, Function<Guest, String> page) {
        return desk.guest(request).flatMap(guest -> html(page.apply(guest)));
    }

    private Mono<ServerResponse> letters(ServerRequest request) {
        // Off the event loop: the first letter that is read makes classes load.
        return Mono.fromCallable(mailbox::letters)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(all -> page(request, guest -> pages.mail(guest, all)));
    }

    private Mono<ServerResponse> article(ServerRequest request) {
        return newspaper
                .find(request.pathVariable("id"))
                .map(post -> page(request, guest -> pages.article(guest, post)))
                .orElseGet(() -> ServerResponse.notFound().build());
    }

    private Mono<ServerResponse> signInPage(ServerRequest request) {
        String back = desk.ownPath(request.queryParam("returnTo").orElse(null));
        return page(request, guest -> pages.signIn(guest, back));
    }

    /** The content server: the full text for whoever brings a token that opens it. */
    private Mono<ServerResponse> text(ServerRequest request) {
        Optional<Post> found = newspaper.find(request.pathVariable("id"));
        if (found.isEmpty()) {
            return ServerResponse.notFound().build();
        }
        String credential = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
        String token = credential != null && credential.startsWith("Bearer ")
                ? credential.substring("Bearer ".length())
                : null;
        // Off the event loop: the check fetches the keys over the network at times.
        return Mono.fromCallable(() -> tokens.opens(found.get(), token))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(open -> open
                        ? html(pages.whole(found.get()))
                        : ServerResponse.status(HttpStatus.FORBIDDEN).build());
    }

    private Mono<ServerResponse> advanceAMonth(ServerRequest request) {
        return request.formData()
                .flatMap(form -> Mono.fromFuture(() -> publisher.advance("P1M"))
                        .then(Mono.defer(() -> desk.back(form.getFirst("returnTo")))));
    }

    private static Mono<ServerResponse> html(String text) {
        return ServerResponse.ok()
                .contentType(HTML)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .bodyValue(text);
    }
}
