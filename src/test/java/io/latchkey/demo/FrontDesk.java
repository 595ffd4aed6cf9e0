package io.latchkey.demo;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The paper's own accounts. It remembers in cookies of its own who is signed in, vouches for them
 * to the service, and hands their browser the reader token.
 */
final class FrontDesk {

    private static final Pattern REF = Pattern.compile("reader-[0-9a-f-]{36}");
    private static final Pattern OWN_PATH = Pattern.compile("/demo/[\\w/-]*");
    private static final Duration KNOWN_FOR = Duration.ofDays(365);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Publisher publisher;

    FrontDesk(Publisher publisher) {
        this.publisher = publisher;
    }

    /** Who asks; a stranger, where nobody is signed in. */
    Mono<Guest> guest(ServerRequest request) {
        return byToken(request)
                .switchIfEmpty(Mono.defer(() -> byAccount(request, null)))
                .defaultIfEmpty(Guest.STRANGER);
    }

    /** Signed in already, perhaps by a link at the service's pages. */
    private Mono<Guest> byToken(ServerRequest request) {
        return Mono.justOrEmpty(cookie(request, tokenCookie()))
                .flatMap(token -> Mono.fromFuture(() -> publisher.guest(token)))
                .flatMap(Mono::justOrEmpty);
    }

    private Mono<Guest> byAccount(ServerRequest request, @Nullable String anonymous) {
        return Mono.justOrEmpty(account(request))
                .flatMap(ref -> Mono.fromFuture(() -> publisher.signIn(ref, anonymous)))
                .flatMap(token -> Mono.fromFuture(() -> publisher.guest(token)))
                .flatMap(Mono::justOrEmpty);
    }

    /** For the widget: the reader token, or 401. What was read before signing in comes along. */
    Mono<ServerResponse> session(ServerRequest request) {
        return request.bodyToMono(String.class)
                .flatMap(body -> Mono.justOrEmpty(anonymousIn(body)))
                .flatMap(anonymous -> byAccount(request, anonymous))
                .switchIfEmpty(Mono.defer(() -> guest(request)))
                .flatMap(guest -> guest.signedIn()
                        ? ServerResponse.ok()
                                .cookie(cookie(tokenCookie(), guest.token(), KNOWN_FOR))
                                .contentType(MediaType.APPLICATION_JSON)
                                .bodyValue(Map.of("token", guest.token()))
                        : ServerResponse.status(HttpStatus.UNAUTHORIZED).build());
    }

    private static Optional<String> anonymousIn(String body) {
        try {
            return Optional.ofNullable(JSON.readTree(body).path("anonymous").asString(null));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** As somebody new, who is welcomed with some unlocks. */
    Mono<ServerResponse> signIn(ServerRequest request) {
        return request.formData()
                .flatMap(form -> Mono.fromFuture(publisher::welcome)
                        .flatMap(ref -> Mono.fromFuture(() -> publisher.signIn(ref, null))
                                .flatMap(token -> back(
                                        form.getFirst("returnTo"),
                                        cookie(accountCookie(), ref, KNOWN_FOR),
                                        cookie(tokenCookie(), token, KNOWN_FOR)))));
    }

    Mono<ServerResponse> signOut() {
        return back(null, cookie(accountCookie(), "", Duration.ZERO), cookie(tokenCookie(), "", Duration.ZERO));
    }

    /** To one of the paper's pages, and to no other. */
    Mono<ServerResponse> back(@Nullable String wanted, ResponseCookie... cookies) {
        ServerResponse.BodyBuilder answer = ServerResponse.seeOther(URI.create(ownPath(wanted)));
        for (ResponseCookie cookie : cookies) {
            answer.cookie(cookie);
        }
        return answer.header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    /** The path of one of the paper's pages, whatever address was wished for. */
    String ownPath(@Nullable String wanted) {
        String path = wanted == null ? "" : wanted.replace(publisher.origin(), "");
        return OWN_PATH.matcher(path).matches() ? path : "/demo/";
    }

    private Optional<String> account(ServerRequest request) {
        return cookie(request, accountCookie()).filter(ref -> REF.matcher(ref).matches());
    }

    private static Optional<String> cookie(ServerRequest request, String name) {
        return Optional.ofNullable(request.cookies().getFirst(name))
                .map(cookie -> cookie.getValue())
                .filter(value -> !value.isEmpty());
    }

    private String accountCookie() {
        return "__Host-" + publisher.site() + "-account";
    }

    /** The service's own, which its pages know the reader by. */
    private String tokenCookie() {
        return "__Host-latchkey-" + publisher.site();
    }

    /** Outlives the token in it, if it is one: then the service says 401 and the page asks anew. */
    private static ResponseCookie cookie(String name, String value, Duration life) {
        return ResponseCookie.from(name, value)
                .secure(true)
                .httpOnly(true)
                .sameSite("Lax")
                .path("/")
                .maxAge(life)
                .build();
    }
}
