package io.latchkey.security;

import io.latchkey.reader.session.ReaderCookie;
import io.latchkey.shared.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;

/**
 * The one credential of a request: the Authorization header (RFC 6750, section 2.1), or the cookie
 * of a browser.
 *
 * @param cookieSite the site of the cookie that it came in; null when it came in the header
 */
record Credentials(String text, @Nullable String cookieSite) {

    private static final String BEARER = "bearer ";
    private static final String SITE_HEADER = "X-Latchkey-Site";

    static Optional<Credentials> of(ServerHttpRequest request) {
        List<String> headers = request.getHeaders().getValuesAsList(HttpHeaders.AUTHORIZATION);
        return headers.isEmpty() ? cookie(request) : Optional.of(bearer(headers));
    }

    private static Credentials bearer(List<String> headers) {
        String header = headers.getFirst();
        if (headers.size() > 1 || !header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw CredentialProblem.INVALID_CREDENTIALS.problem();
        }
        return new Credentials(header.substring(BEARER.length()).strip(), null);
    }

    /** Where a browser holds cookies of several sites, the page says which one it is of. */
    private static Optional<Credentials> cookie(ServerHttpRequest request) {
        MultiValueMap<String, HttpCookie> cookies = request.getCookies();
        String site = request.getHeaders().getFirst(SITE_HEADER);
        List<HttpCookie> ours = cookies.values().stream()
                .flatMap(List::stream)
                .filter(cookie -> cookie.getName().startsWith(ReaderCookie.PREFIX))
                .filter(cookie -> site == null || cookie.getName().equals(ReaderCookie.PREFIX + site))
                .toList();
        if (ours.size() > 1) {
            throw ambiguous();
        }
        return ours.stream()
                .findFirst()
                .map(cookie ->
                        new Credentials(cookie.getValue(), cookie.getName().substring(ReaderCookie.PREFIX.length())));
    }

    private static Problem ambiguous() {
        return CredentialProblem.AMBIGUOUS_SITE.problem();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Credentials[" + (cookieSite == null ? "header" : "cookie") + "]";
    }
}
