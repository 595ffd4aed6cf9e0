package io.latchkey.reader.signin;

import io.latchkey.limit.Limit;
import io.latchkey.limit.Limits;
import io.latchkey.reader.identity.ReaderProblem;
import io.latchkey.reader.identity.Ref;
import io.latchkey.reader.session.OwnPages;
import io.latchkey.reader.session.ReaderCookie;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.reader.session.Sessions;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.Input;
import io.latchkey.site.SiteId;
import io.latchkey.site.SiteKey;
import io.latchkey.token.TokenSigner.SignedToken;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Sessions begin at a site's server or in an anonymous browser, and end at the reader's wish. */
@RestController
class SessionController {

    private final SignIn signIn;
    private final Sessions sessions;
    private final OwnPages ownPages;
    private final Limits limits;
    private final Clock clock;

    SessionController(SignIn signIn, Sessions sessions, OwnPages ownPages, Limits limits, Clock clock) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.ownPages = ownPages;
        this.limits = limits;
        this.clock = clock;
    }

    @PostMapping("/v1/readers/{ref}/sessions")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<SessionBody> signIn(
            @AuthenticationPrincipal SiteKey key,
            @PathVariable String ref,
            @RequestBody(required = false) @Nullable NewReaderSession body) {
        return signIn.known(key.site(), Ref.inPath(ref), body == null ? null : body.anonymous())
                .map(SessionBody::of);
    }

    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @PostMapping("/v1/sessions")
    Mono<ResponseEntity<SessionBody>> anonymous(@RequestBody AnonymousBody body, ServerHttpRequest request) {
        HttpCookie former = request.getCookies().getFirst(ReaderCookie.nameFor(body.site()));
        Mono<SignedToken> session =
                former == null ? signIn.anonymous(body.site()) : signIn.anonymousAgain(body.site(), former.getValue());
        return limits.count(Limit.ANONYMOUS_SESSIONS, request)
                .then(fromOwnPage(body.site(), request, former != null))
                .then(session)
                .map(token -> ResponseEntity.status(HttpStatus.CREATED)
                        .header(
                                HttpHeaders.SET_COOKIE,
                                ReaderCookie.of(body.site(), token, clock.tokenTime())
                                        .toString())
                        .body(SessionBody.of(token)));
    }

    /** The answer holds a token, and with the cookie it is that of a session that has begun. */
    private Mono<Void> fromOwnPage(SiteId site, ServerHttpRequest request, boolean withCookie) {
        boolean noPage = request.getHeaders().getOrigin() == null && !withCookie;
        return noPage
                ? Mono.empty()
                : ownPages.include(site, request)
                        .filter(Boolean::booleanValue)
                        .switchIfEmpty(Mono.error(ReaderProblem.ORIGIN_NOT_ALLOWED::problem))
                        .then();
    }

    @ApiResponse(responseCode = "204")
    @DeleteMapping("/v1/me/session")
    Mono<ResponseEntity<Void>> end(ReaderSession session) {
        return sessions.end(session)
                .thenReturn(ResponseEntity.noContent()
                        .header(
                                HttpHeaders.SET_COOKIE,
                                ReaderCookie.cleared(session.site()).toString())
                        .build());
    }

    /**
     * A session of a reader whom their site vouches for.
     *
     * @param anonymous token of the anonymous reader whose history becomes theirs; one that is over
     *     brings nothing
     */
    record NewReaderSession(@Nullable String anonymous) {}

    record AnonymousBody(SiteId site) {
        AnonymousBody {
            Input.present("site", site);
        }
    }

    record SessionBody(String token, Instant expiresAt) {
        static SessionBody of(SignedToken signed) {
            return new SessionBody(signed.token(), signed.expiresAt());
        }
    }
}
