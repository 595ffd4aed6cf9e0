package io.latchkey.security;

import io.latchkey.reader.identity.ReaderProblem;
import io.latchkey.reader.session.OwnPages;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.reader.session.ReaderTokens;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.web.OperatorKey;
import io.latchkey.site.SiteKeys;
import io.latchkey.token.TokenProblem;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Finds out who calls: the operator, a site's server, or a reader's browser. */
@Component
class Callers {

    private static final String SITE_KEY_PREFIX = "lk_";
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final OperatorKey operatorKey;
    private final SiteKeys siteKeys;
    private final ReaderTokens readerTokens;
    private final OwnPages ownPages;

    Callers(OperatorKey operatorKey, SiteKeys siteKeys, ReaderTokens readerTokens, OwnPages ownPages) {
        this.operatorKey = operatorKey;
        this.siteKeys = siteKeys;
        this.readerTokens = readerTokens;
        this.ownPages = ownPages;
    }

    /** The caller; refuses with {@code credentials-missing} or {@code invalid-credentials}. */
    Mono<Object> of(ServerHttpRequest request) {
        return Mono.fromCallable(() -> Credentials.of(request))
                .flatMap(Mono::justOrEmpty)
                .switchIfEmpty(Mono.error(CredentialProblem.CREDENTIALS_MISSING::problem))
                .flatMap(credentials -> credentials.cookieSite() == null
                        ? byHeader(credentials.text())
                        : byCookie(credentials.text(), credentials.cookieSite(), request));
    }

    private Mono<Object> byHeader(String text) {
        if (operatorKey.is(text)) {
            return Mono.just(new Operator());
        }
        return text.startsWith(SITE_KEY_PREFIX)
                ? siteKeys.authenticate(text)
                        .cast(Object.class)
                        .switchIfEmpty(Mono.error(CredentialProblem.INVALID_CREDENTIALS::problem))
                : reader(text).cast(Object.class);
    }

    private Mono<ReaderSession> reader(String token) {
        return readerTokens
                .read(token)
                .onErrorMap(Callers::invalid, _ -> CredentialProblem.INVALID_CREDENTIALS.problem());
    }

    /** A browser sends cookies unasked, so an unsafe call must prove which page it comes from. */
    private Mono<Object> byCookie(String token, String cookieSite, ServerHttpRequest request) {
        Mono<ReaderSession> session = reader(token)
                .filter(found -> found.site().value().equals(cookieSite))
                .switchIfEmpty(Mono.error(CredentialProblem.INVALID_CREDENTIALS::problem));
        return SAFE.contains(request.getMethod())
                ? session.cast(Object.class)
                : session.flatMap(found -> ownPages.include(found.site(), request)
                        .filter(Boolean::booleanValue)
                        .map(_ -> (Object) found)
                        .switchIfEmpty(Mono.error(ReaderProblem.ORIGIN_NOT_ALLOWED::problem)));
    }

    private static boolean invalid(Throwable error) {
        return error instanceof Problem problem && problem.kind() == TokenProblem.INVALID_TOKEN;
    }
}
