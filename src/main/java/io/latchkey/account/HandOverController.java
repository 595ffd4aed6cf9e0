package io.latchkey.account;

import io.latchkey.limit.FailedCredentials;
import io.latchkey.limit.FailedCredentials.Wanted;
import io.latchkey.reader.identity.ReaderProblem;
import io.latchkey.reader.session.BrowserSessions;
import io.latchkey.reader.session.OwnPages;
import io.latchkey.site.SiteId;
import io.latchkey.token.TokenSigner.SignedToken;
import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * A site with accounts of its own sends a reader to these pages: a form on the site's page posts
 * the reader token that its server got, and may name the page of the account that it is for. From
 * the site's origins only, so that nobody is signed in as somebody else unawares. What the browser
 * kept of whoever was signed in before is forgotten.
 */
@RestController
class HandOverController {

    static final String ENDING = "/session";

    private final BrowserSessions sessions;
    private final OwnPages ownPages;
    private final FailedCredentials failures;

    HandOverController(BrowserSessions sessions, OwnPages ownPages, FailedCredentials failures) {
        this.sessions = sessions;
        this.ownPages = ownPages;
        this.failures = failures;
    }

    @PostMapping(path = "/account/{site}" + ENDING, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    Mono<ResponseEntity<Void>> begin(@PathVariable SiteId site, ServerWebExchange exchange) {
        return ownPages.include(site, exchange.getRequest())
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(ReaderProblem.ORIGIN_NOT_ALLOWED::problem))
                .then(Forms.field(exchange, "token"))
                .flatMap(token -> sessions.admitted(site, token)
                        .filter(session -> !session.anonymous())
                        .map(session -> new SignedToken(token, session.expiresAt())))
                .switchIfEmpty(failures.refuse(
                        Wanted.READER_TOKEN, exchange.getRequest(), ReaderProblem.SESSION_ENDED.problem()))
                .zipWith(
                        page(site, exchange),
                        (token, page) -> ResponseEntity.status(HttpStatus.SEE_OTHER)
                                .location(page)
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .header(
                                        HttpHeaders.SET_COOKIE,
                                        sessions.kept(site, token).toString(),
                                        ReturnPlace.forgotten(site).toString())
                                .build());
    }

    private static Mono<URI> page(SiteId site, ServerWebExchange exchange) {
        String home = "/account/" + site.value() + "/" + PageLanguage.query(exchange.getRequest());
        return Forms.field(exchange, ReturnPlace.PARAMETER)
                .map(named -> OwnPage.of(site, named).map(OwnPage::address).orElse(URI.create(home)));
    }
}
