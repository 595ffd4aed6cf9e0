package io.latchkey.reader.signin.openid;

import io.latchkey.reader.session.BrowserSessions;
import io.latchkey.reader.session.ReaderCookie;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.shared.secret.RandomSecret;
import io.latchkey.site.SiteId;
import io.latchkey.token.TokenSigner.SignedToken;
import io.latchkey.words.Languages;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Sends a browser to the site's OpenID provider, and signs it in when it comes back from there. */
@RestController
class OpenIdFlowController {

    private static final String PATH = "/account/{site}/sign-in/openid";
    private static final String LANGUAGE = "lang";
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final OpenIdFlow flow;
    private final BrowserSessions sessions;

    OpenIdFlowController(OpenIdFlow flow, BrowserSessions sessions) {
        this.flow = flow;
        this.sessions = sessions;
    }

    @GetMapping(PATH)
    Mono<ResponseEntity<Void>> begin(@PathVariable SiteId site, ServerHttpRequest request) {
        FlowSecret secret = FlowSecret.fresh();
        String language = request.getQueryParams().getFirst(LANGUAGE);
        return flow.begin(site, secret, Languages.lookup(language).orElse(null))
                .map(page -> to(page, cookie(site, secret.text(), LIFE)));
    }

    /** Only the browser that went may come back, and only once with each cookie. */
    @GetMapping(PATH + "/back")
    Mono<ResponseEntity<Void>> back(@PathVariable SiteId site, ServerHttpRequest request) {
        ResponseCookie over = cookie(site, "", Duration.ZERO);
        MultiValueMap<String, String> query = request.getQueryParams();
        String code = query.getFirst("code");
        FlowState state = FlowState.of(query.getFirst("state"));
        return Mono.justOrEmpty(secret(site, request))
                .filter(secret -> code != null && state.isOf(secret))
                .zipWith(anonymous(site, request))
                .flatMap(both -> flow.finish(
                        site,
                        both.getT1(),
                        String.valueOf(code),
                        query.getFirst("iss"),
                        both.getT2().orElse(null)))
                .map(session -> signedIn(site, session, over, state))
                .defaultIfEmpty(to(page(site, "sign-in?failed=1", state), over));
    }

    /** Back to where the reader came from to sign in, as by every other way. */
    private ResponseEntity<Void> signedIn(SiteId site, SignedToken session, ResponseCookie over, FlowState state) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(page(site, "sign-in/back", state))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(
                        HttpHeaders.SET_COOKIE,
                        over.toString(),
                        sessions.kept(site, session).toString())
                .build();
    }

    private static ResponseEntity<Void> to(URI page, ResponseCookie cookie) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(page)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Referrer-Policy", "no-referrer")
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .build();
    }

    /** A page in the language that was chosen by hand before. */
    private static URI page(SiteId site, String page, FlowState state) {
        Locale language = state.language();
        String chosen = language == null ? "" : (page.contains("?") ? "&" : "?") + LANGUAGE + "=" + language;
        return URI.create("/account/" + site.value() + "/" + page + chosen);
    }

    /** What an anonymous reader read becomes theirs; any other session brings nothing. */
    private Mono<Optional<String>> anonymous(SiteId site, ServerHttpRequest request) {
        HttpCookie cookie = request.getCookies().getFirst(ReaderCookie.nameFor(site));
        return cookie == null
                ? Mono.just(Optional.empty())
                : sessions.of(site, request)
                        .filter(ReaderSession::anonymous)
                        .map(_ -> Optional.of(cookie.getValue()))
                        .defaultIfEmpty(Optional.empty());
    }

    private static Optional<FlowSecret> secret(SiteId site, ServerHttpRequest request) {
        return Optional.ofNullable(request.getCookies().getFirst(name(site)))
                .map(HttpCookie::getValue)
                .filter(RandomSecret::isOne)
                .map(FlowSecret::new);
    }

    /** Lax, not Strict: the browser comes back from another site. */
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
        return "__Host-openid-" + site.value();
    }
}
