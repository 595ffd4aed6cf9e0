package io.latchkey.gate;

import io.latchkey.access.AccessCookie;
import io.latchkey.reader.session.ReaderCookie;
import io.latchkey.site.SiteId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * What a proxy asks.
 *
 * @param article the header's; null when there is none
 * @param uri the address that the reader asked for; null when the proxy does not say
 * @param tokens that came along, of whatever kind: the header's, and those in the site's cookies
 */
record GateQuestion(
        SiteId site, @Nullable String article, @Nullable String uri, List<String> tokens) {

    static final String ARTICLE_HEADER = "X-Latchkey-Article";

    private static final String BEARER = "bearer ";

    static GateQuestion of(SiteId site, ServerHttpRequest request, @Nullable String article, @Nullable String uri) {
        return new GateQuestion(site, article, uri, tokens(site, request));
    }

    /**
     * The one value of a header; null when it is absent or empty, as proxies leave what they
     * cleared.
     */
    static @Nullable String header(ServerHttpRequest request, String name) {
        List<String> values = request.getHeaders().getOrEmpty(name);
        if (values.size() > 1) {
            throw new MalformedQuestion();
        }
        return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
    }

    private static List<String> tokens(SiteId site, ServerHttpRequest request) {
        List<String> tokens = new ArrayList<>(3);
        for (String header : request.getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION)) {
            if (header.toLowerCase(Locale.ROOT).startsWith(BEARER) && tokens.isEmpty()) {
                tokens.add(header.substring(BEARER.length()).strip());
            }
        }
        addCookie(tokens, request, AccessCookie.nameFor(site));
        addCookie(tokens, request, ReaderCookie.nameFor(site));
        return tokens;
    }

    private static void addCookie(List<String> tokens, ServerHttpRequest request, String name) {
        HttpCookie cookie = request.getCookies().getFirst(name);
        if (cookie != null && !cookie.getValue().isEmpty()) {
            tokens.add(cookie.getValue());
        }
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "GateQuestion[" + site + "]";
    }

    /** The proxy asks in a way that its door does not take. */
    static final class MalformedQuestion extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MalformedQuestion() {
            super(null, null, false, false);
        }
    }
}
