package io.latchkey.account;

import io.latchkey.site.Site;
import io.latchkey.words.Figures;
import io.latchkey.words.Languages;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Which of the languages that there are words for a page is in. */
public final class PageLanguage {

    private static final String CHOSEN = "lang";

    private PageLanguage() {}

    /** The one chosen by hand, else one that the browser takes, else the site's, else English. */
    public static Locale of(ServerHttpRequest request, Locale site) {
        return Languages.nearest(spoken(request, site));
    }

    /** How a page of a site writes dates and amounts: in the reader's country's way. */
    public static Figures figures(ServerHttpRequest request, Site site) {
        return new Figures(spoken(request, site.locale()), site.timeZone());
    }

    /** The language, and the country in whose way it is written. */
    private static Locale spoken(ServerHttpRequest request, Locale site) {
        return Languages.spoken(site, chosen(request), request.getHeaders().getFirst(HttpHeaders.ACCEPT_LANGUAGE));
    }

    /** What keeps a language that was chosen by hand; empty when none was. */
    public static String query(ServerHttpRequest request) {
        return Languages.lookup(chosen(request))
                .map(chosen -> "?" + CHOSEN + "=" + chosen.toLanguageTag())
                .orElse("");
    }

    /**
     * The page itself without its language, to put another one behind. One that a form was answered
     * with has no query: what was typed is gone, and sending it again is the reader's to decide.
     */
    static String toChoose(ServerHttpRequest request) {
        String query =
                HttpMethod.GET.equals(request.getMethod()) ? request.getURI().getRawQuery() : null;
        String kept = Arrays.stream(query == null ? new String[0] : query.split("&", -1))
                .filter(part -> !part.isEmpty() && !part.equals(CHOSEN) && !part.startsWith(CHOSEN + "="))
                .map(part -> part + "&")
                .collect(Collectors.joining());
        return request.getPath().value() + "?" + kept + CHOSEN + "=";
    }

    private static @Nullable String chosen(ServerHttpRequest request) {
        return request.getQueryParams().getFirst(CHOSEN);
    }
}
