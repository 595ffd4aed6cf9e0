package io.latchkey.account;

import io.latchkey.limit.ClientAddress;
import io.latchkey.reader.identity.EmailAddress;
import io.latchkey.reader.session.BrowserSessions;
import io.latchkey.reader.session.ReaderCookie;
import io.latchkey.reader.signin.SignInLinks;
import io.latchkey.reader.signin.SignInRulesOfSites;
import io.latchkey.shared.database.RateWindows;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.shared.secret.RandomSecret;
import io.latchkey.site.SiteId;
import io.latchkey.site.Sites;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The pages by which readers of sites without accounts sign in. */
@RestController
class SignInController {

    static final int MOST_PER_CLIENT = 30;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Set<String> ENDED_ON = Set.of("page", "form");

    private final Pages pages;
    private final SignInLinks links;
    private final SignInRulesOfSites rules;
    private final BrowserSessions sessions;
    private final RateWindows rates;
    private final ClientAddress clients;
    private final Sites sites;
    private final ReturnPlace places;

    SignInController(
            Pages pages,
            SignInLinks links,
            SignInRulesOfSites rules,
            BrowserSessions sessions,
            RateWindows rates,
            ClientAddress clients,
            Sites sites,
            ReturnPlace places) {
        this.pages = pages;
        this.links = links;
        this.rules = rules;
        this.sessions = sessions;
        this.rates = rates;
        this.clients = clients;
        this.sites = sites;
        this.places = places;
    }

    @GetMapping(path = "/account/{site}/sign-in", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> form(@PathVariable SiteId site, ServerHttpRequest request) {
        return form(HttpStatus.OK, site, request, false)
                .flatMap(page -> places.named(site, request)
                        .map(place -> Pages.with(page, place))
                        .defaultIfEmpty(page));
    }

    private Mono<ResponseEntity<String>> form(
            HttpStatus status, SiteId site, ServerHttpRequest request, boolean invalid) {
        return rules.get(site)
                .flatMap(found -> pages.page(
                        status,
                        "sign-in",
                        site,
                        request,
                        Map.of(
                                "offered",
                                found.email(),
                                "openId",
                                found.openId() != null && found.openId().authorizationUri() != null,
                                "failed",
                                request.getQueryParams().containsKey("failed"),
                                "ended",
                                ended(request),
                                "invalid",
                                invalid)));
    }

    /** On which page a session turned out to have ended: one to look at, or one with a form. */
    private static String ended(ServerHttpRequest request) {
        String page = String.valueOf(request.getQueryParams().getFirst("ended"));
        return ENDED_ON.contains(page) ? page : "";
    }

    /** The same answer whoever has the address, if anybody has. */
    @PostMapping(
            path = "/account/{site}/sign-in",
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> ask(@PathVariable SiteId site, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return Mono.zip(Forms.field(exchange, "email"), rules.get(site)).flatMap(both -> {
            Optional<EmailAddress> address = EmailAddress.in(both.getT1());
            return address.isEmpty() || !both.getT2().email()
                    ? form(HttpStatus.BAD_REQUEST, site, request, true)
                    : ask(site, address.get(), request);
        });
    }

    private Mono<ResponseEntity<String>> ask(SiteId site, EmailAddress address, ServerHttpRequest request) {
        String browser = browser(site, request).orElseGet(RandomSecret::fresh);
        return rates.within("sign-in-from:" + clients.of(request), MOST_PER_CLIENT, WINDOW)
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(
                        () -> RequestProblem.TOO_MANY_REQUESTS.problem().retryAfter(WINDOW)))
                .then(sites.get(site))
                .flatMap(found -> links.ask(site, address, browser, PageLanguage.of(request, found.locale())))
                .then(Mono.defer(() -> pages.page(HttpStatus.OK, "sent", site, request, Map.of())))
                .map(page -> Pages.with(page, cookie(site, browser, SignInLinks.LIFE)));
    }

    /** Spends nothing, whoever looks: mail servers open links to see what is behind them. */
    @GetMapping(path = "/account/{site}/sign-in/link", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> link(
            @PathVariable SiteId site, @RequestParam(defaultValue = "") String token, ServerHttpRequest request) {
        return pages.page(HttpStatus.OK, "link", site, request, Map.of("token", token));
    }

    @PostMapping(
            path = "/account/{site}/sign-in/link",
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> use(@PathVariable SiteId site, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return Forms.field(exchange, "token")
                .filter(RandomSecret::isOne)
                .flatMap(token -> Mono.justOrEmpty(browser(site, request))
                        .flatMap(browser -> links.use(site, token, browser, former(site, request))))
                .map(session -> Pages.with(
                        ResponseEntity.status(HttpStatus.SEE_OTHER)
                                .location(BackController.landing(site, request))
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .header(
                                        HttpHeaders.SET_COOKIE,
                                        sessions.kept(site, session).toString())
                                .<String>build(),
                        cookie(site, "", Duration.ZERO)))
                .switchIfEmpty(Mono.defer(() -> pages.page(HttpStatus.GONE, "link-over", site, request, Map.of())));
    }

    @PostMapping(path = "/account/{site}/sign-out", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> signOut(@PathVariable SiteId site, ServerHttpRequest request) {
        return sessions.end(site, request)
                .map(cleared -> ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .location(URI.create("/account/" + site.value() + "/sign-in" + PageLanguage.query(request)))
                        .header(
                                HttpHeaders.SET_COOKIE,
                                cleared.toString(),
                                ReturnPlace.forgotten(site).toString())
                        .build());
    }

    private static @Nullable String former(SiteId site, ServerHttpRequest request) {
        HttpCookie cookie = request.getCookies().getFirst(ReaderCookie.nameFor(site));
        return cookie == null ? null : cookie.getValue();
    }

    /** The secret that this browser asked with, so that a second link does not undo the first. */
    private static Optional<String> browser(SiteId site, ServerHttpRequest request) {
        return Optional.ofNullable(request.getCookies().getFirst(name(site)))
                .map(HttpCookie::getValue)
                .filter(RandomSecret::isOne);
    }

    /** Lax, not Strict: the link is opened from a mailbox. */
    private static ResponseCookie cookie(SiteId site, String value, Duration life) {
        return ResponseCookie.from(name(site), value)
                .secure(true)
                .httpOnly(true)
                .sameSite("Lax")
                .path("/")
                .maxAge(life)
                .build();
    }

    private static String name(SiteId site) {
        return "__Host-sign-in-" + site.value();
    }
}
