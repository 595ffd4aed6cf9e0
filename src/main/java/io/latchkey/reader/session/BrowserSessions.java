package io.latchkey.reader.session;

import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import io.latchkey.token.TokenSigner.SignedToken;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Sessions of browsers on our own pages: the reader token, in the cookie that the API takes as
 * well.
 */
@Component
public class BrowserSessions {

    private final ReaderTokens tokens;
    private final Sessions sessions;
    private final Clock clock;

    BrowserSessions(ReaderTokens tokens, Sessions sessions, Clock clock) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** The session of the browser at this site, if it has one in force; anonymous ones as well. */
    public Mono<ReaderSession> of(SiteId site, ServerHttpRequest request) {
        HttpCookie cookie = request.getCookies().getFirst(ReaderCookie.nameFor(site));
        return cookie == null ? Mono.empty() : admitted(site, cookie.getValue());
    }

    /** Whether the browser keeps one at this site, in force or not. */
    public boolean isKept(SiteId site, ServerHttpRequest request) {
        return request.getCookies().getFirst(ReaderCookie.nameFor(site)) != null;
    }

    /** The session of this reader token, if it is of this site and in force. */
    public Mono<ReaderSession> admitted(SiteId site, String token) {
        return tokens.read(token)
                .filter(session -> session.site().equals(site))
                .flatMap(session -> sessions.standing(session)
                        .doOnNext(standing -> standing.admit(session))
                        .thenReturn(session))
                .onErrorResume(Problem.class, _ -> Mono.empty());
    }

    /** What makes the browser keep this session. */
    public ResponseCookie kept(SiteId site, SignedToken token) {
        return ReaderCookie.of(site, token, clock.tokenTime());
    }

    /** What makes the browser forget its session. */
    public ResponseCookie forgotten(SiteId site) {
        return ReaderCookie.cleared(site);
    }

    /** Ends the session, if there is one; the cookie that makes the browser forget it. */
    public Mono<ResponseCookie> end(SiteId site, ServerHttpRequest request) {
        return of(site, request).flatMap(sessions::end).thenReturn(ReaderCookie.cleared(site));
    }
}
