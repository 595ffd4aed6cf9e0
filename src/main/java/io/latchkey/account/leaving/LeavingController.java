package io.latchkey.account.leaving;

import io.latchkey.account.PageLanguage;
import io.latchkey.account.Pages;
import io.latchkey.limit.ClientAddress;
import io.latchkey.reader.identity.EmailAddress;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.Readers;
import io.latchkey.reader.session.BrowserSessions;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.shared.database.RateWindows;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.site.SiteId;
import io.latchkey.site.Sites;
import io.latchkey.subscription.declaration.Declaration;
import io.latchkey.subscription.declaration.Declaration.Facts;
import io.latchkey.subscription.declaration.Declarations;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Ways out of a contract that ask nobody to sign in: BGB § 312k, and directive (EU) 2023/2673. */
@RestController
class LeavingController {

    static final int MOST_PER_CLIENT = 30;
    static final int MOST_PER_ADDRESS = 5;
    private static final Duration WINDOW = Duration.ofHours(1);

    private final Pages pages;
    private final Declarations declarations;
    private final RateWindows rates;
    private final ClientAddress clients;
    private final Sites sites;
    private final BrowserSessions sessions;
    private final Readers readers;

    LeavingController(
            Pages pages,
            Declarations declarations,
            RateWindows rates,
            ClientAddress clients,
            Sites sites,
            BrowserSessions sessions,
            Readers readers) {
        this.pages = pages;
        this.declarations = declarations;
        this.rates = rates;
        this.clients = clients;
        this.sites = sites;
        this.sessions = sessions;
        this.readers = readers;
    }

    @GetMapping(path = "/account/{site}/cancel-contract", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> cancelForm(@PathVariable SiteId site, ServerHttpRequest request) {
        return form("cancel-contract", site, request);
    }

    @GetMapping(path = "/account/{site}/withdraw", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> withdrawForm(@PathVariable SiteId site, ServerHttpRequest request) {
        return form("withdraw", site, request);
    }

    @PostMapping(
            path = "/account/{site}/cancel-contract",
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> cancel(@PathVariable SiteId site, ServerWebExchange exchange) {
        return declare(site, Declaration.Kind.CANCELLATION, "cancel-contract", exchange);
    }

    @PostMapping(
            path = "/account/{site}/withdraw",
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> withdraw(@PathVariable SiteId site, ServerWebExchange exchange) {
        return declare(site, Declaration.Kind.WITHDRAWAL, "withdraw", exchange);
    }

    private Mono<ResponseEntity<String>> declare(
            SiteId site, Declaration.Kind kind, String template, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return exchange.getFormData()
                .map(DeclarationForm::of)
                .flatMap(form -> form.facts()
                        .map(facts -> receive(site, kind, facts, form.key(kind), request))
                        .orElseGet(() -> form(HttpStatus.BAD_REQUEST, template, site, request, form)));
    }

    /** The answer is the same, and is made in the same time, whoever has the address. */
    private Mono<ResponseEntity<String>> receive(
            SiteId site, Declaration.Kind kind, Facts facts, String key, ServerHttpRequest request) {
        return fewFrom(request)
                .then(sites.get(site))
                .then(signedIn(site, request).map(Optional::of).defaultIfEmpty(Optional.empty()))
                .zipWith(fewFor(site, facts.email()))
                .map(both -> new Declarations.Sending(site, key, both.getT1().orElse(null), !both.getT2()))
                .flatMap(sending -> declarations.receive(sending, kind, facts))
                .then(Mono.fromSupplier(() -> ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .location(URI.create(
                                "/account/" + site.value() + "/declarations/" + key + PageLanguage.query(request)))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build()));
    }

    private Mono<Void> fewFrom(ServerHttpRequest request) {
        return rates.within("leaving-from:" + clients.of(request), MOST_PER_CLIENT, WINDOW)
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(
                        () -> RequestProblem.TOO_MANY_REQUESTS.problem().retryAfter(WINDOW)))
                .then();
    }

    /**
     * Nobody is kept from leaving because others flood their address: what is too many is stored as
     * well, but the publisher looks at it, and no letter is written. One address counts as one,
     * however it is written.
     */
    private Mono<Boolean> fewFor(SiteId site, String email) {
        String address = EmailAddress.in(email)
                .map(EmailAddress::value)
                .orElseGet(() -> email.strip().toLowerCase(Locale.ROOT));
        return rates.within("leaving:" + site.value() + ":" + address, MOST_PER_ADDRESS, WINDOW);
    }

    /** Whoever is signed in here need not type what we know (directive 2011/83/EU, article 11a (2)). */
    private Mono<ResponseEntity<String>> form(String template, SiteId site, ServerHttpRequest request) {
        return signedIn(site, request)
                .flatMap(readers::find)
                .map(DeclarationForm::of)
                .defaultIfEmpty(DeclarationForm.empty())
                .flatMap(form -> form(HttpStatus.OK, template, site, request, form));
    }

    private Mono<ReaderKey> signedIn(SiteId site, ServerHttpRequest request) {
        return sessions.of(site, request)
                .filter(session -> !session.anonymous())
                .map(ReaderSession::reader);
    }

    private Mono<ResponseEntity<String>> form(
            HttpStatus status, String template, SiteId site, ServerHttpRequest request, DeclarationForm form) {
        boolean invalid = status == HttpStatus.BAD_REQUEST;
        return pages.page(
                status,
                template,
                site,
                request,
                Map.of("invalid", invalid, "typed", form.typed(), DeclarationForm.ID, form.id()));
    }
}
