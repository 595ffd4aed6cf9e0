package io.latchkey.reader.signin.openid;

import io.latchkey.limit.FailedCredentials;
import io.latchkey.limit.FailedCredentials.Wanted;
import io.latchkey.reader.identity.ReaderProblem;
import io.latchkey.reader.session.BrowserSessions;
import io.latchkey.reader.session.OwnPages;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.web.Input;
import io.latchkey.site.SiteId;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A site's page, or its server, hands an ID token over and gets a reader's session for it. */
@RestController
class OpenIdController {

    private final OpenIdSignIn signIn;
    private final BrowserSessions sessions;
    private final OwnPages ownPages;
    private final FailedCredentials failures;

    OpenIdController(OpenIdSignIn signIn, BrowserSessions sessions, OwnPages ownPages, FailedCredentials failures) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.ownPages = ownPages;
        this.failures = failures;
    }

    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @PostMapping("/v1/sessions/oidc")
    Mono<ResponseEntity<OpenIdSession>> exchange(@RequestBody IdTokenBody body, ServerHttpRequest request) {
        return fromOwnPage(body.site(), request)
                .then(Mono.defer(() -> signIn.exchange(body.site(), body.idToken(), body.nonce(), body.anonymous())))
                .onErrorResume(
                        OpenIdController::invalid,
                        refusal -> failures.refuse(Wanted.ID_TOKEN, request, (Problem) refusal))
                .map(token -> ResponseEntity.status(HttpStatus.CREATED)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .header(
                                HttpHeaders.SET_COOKIE,
                                sessions.kept(body.site(), token).toString())
                        .body(new OpenIdSession(token.token(), token.expiresAt())));
    }

    private static boolean invalid(Throwable error) {
        return error instanceof Problem problem && problem.kind() == OpenIdProblem.INVALID_ID_TOKEN;
    }

    /** Nobody's page signs a reader in as somebody else unawares; a server has no Origin. */
    private Mono<Void> fromOwnPage(SiteId site, ServerHttpRequest request) {
        return request.getHeaders().getOrigin() == null
                ? Mono.empty()
                : ownPages.include(site, request)
                        .filter(Boolean::booleanValue)
                        .switchIfEmpty(Mono.error(ReaderProblem.ORIGIN_NOT_ALLOWED::problem))
                        .then();
    }

    /** A reader token. */
    record OpenIdSession(String token, Instant expiresAt) {}

    /**
     * An ID token.
     *
     * @param nonce that was sent to the provider for this token: 16 to 255 characters, made anew
     *     each time
     * @param anonymous token of the anonymous reader whose history becomes this reader's
     */
    record IdTokenBody(
            SiteId site,
            String idToken,
            String nonce,
            @Nullable String anonymous) {

        private static final Pattern NONCE = Pattern.compile("[\\x21-\\x7e]{16,255}");
        private static final int LONGEST_TOKEN = 16_384;

        IdTokenBody {
            Input.present("site", site);
            Input.text("idToken", idToken, LONGEST_TOKEN);
            Input.matching("nonce", nonce, NONCE);
        }
    }
}
