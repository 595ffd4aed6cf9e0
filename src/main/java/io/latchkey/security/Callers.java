package io.latchkey.security;

import io.latchkey.reader.ReaderSession;
import io.latchkey.reader.ReaderTokens;
import io.latchkey.shared.LatchkeySettings;
import io.latchkey.shared.Problem;
import io.latchkey.site.Site;
import io.latchkey.site.SiteKeys;
import io.latchkey.site.Sites;
import io.latchkey.token.TokenProblem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.util.Set;

/** Finds out who calls: the operator, a site's server, or a reader's browser. */
@Component
class Callers {

    private static final String SITE_KEY_PREFIX = "lk_";
    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final OperatorKey operatorKey;
    private final SiteKeys siteKeys;
    private final ReaderTokens readerTokens;
    private final Sites sites;
    private final URI issuer;

    Callers(
            OperatorKey operatorKey,
            SiteKeys siteKeys,
            ReaderTokens readerTokens,
            Sites sites,
            LatchkeySettings settings) {
        this.operatorKey = operatorKey;
        this.siteKeys = siteKeys;
        this.readerTokens = readerTokens;
        this.sites = sites;
        this.issuer = settings.issuer();
    }

    /** The caller; refuses with {@code credentials-missing} or {@code invalid-credentials}. */
    Mono<Object> of(ServerHttpRequest request) {
        return Mono.fromCallable(() -> Credentials.of(request))
                .flatMap(Mono::justOrEmpty)
                .switchIfEmpty(Mono.error(CredentialProblem.CREDENTIALS_MISSING::problem))
                .flatMap(credentials ->
                        credentials.cookieSite() == null
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
        Mono<ReaderSession> session =
                reader(token)
                        .filter(found -> found.site().value().equals(cookieSite))
                        .switchIfEmpty(Mono.error(CredentialProblem.INVALID_CREDENTIALS::problem));
        return SAFE.contains(request.getMethod())
                ? session.cast(Object.class)
                : session.flatMap(found ->
                        sites.get(found.site())
                                .filter(site -> comesFrom(site, origin(request)))
                                .map(_ -> (Object) found)
                                .switchIfEmpty(
                                        Mono.error(CredentialProblem.ORIGIN_NOT_ALLOWED::problem)));
    }

    private static @Nullable String origin(ServerHttpRequest request) {
        return request.getHeaders().getOrigin();
    }

    private boolean comesFrom(Site site, @Nullable String origin) {
        return origin != null
                && (site.origins().contains(origin) || origin.equals(issuer.toString()));
    }

    private static boolean invalid(Throwable error) {
        return error instanceof Problem problem && problem.kind() == TokenProblem.INVALID_TOKEN;
    }
}
