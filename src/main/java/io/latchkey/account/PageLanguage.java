package io.latchkey.account;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

import java.util.List;
import java.util.Locale;

/** Which of the languages that there are words for a page is in. */
public final class PageLanguage {

    /** The first is for readers of every other language. */
    static final List<Locale> ALL =
            List.of(Locale.ENGLISH, Locale.GERMAN, Locale.FRENCH, Locale.of("es"));

    private static final String CHOSEN = "lang";

    private PageLanguage() {}

    /** The one chosen by hand, else one that the browser takes, else the site's, else English. */
    public static Locale of(ServerHttpRequest request, Locale site) {
        Locale found = firstKnown(request.getQueryParams().getFirst(CHOSEN));
        found =
                found == null
                        ? firstKnown(request.getHeaders().getFirst(HttpHeaders.ACCEPT_LANGUAGE))
                        : found;
        found = found == null ? firstKnown(site.toLanguageTag()) : found;
        return found == null ? ALL.getFirst() : found;
    }

    /** What keeps a language that was chosen by hand; empty when none was. */
    public static String query(ServerHttpRequest request) {
        Locale chosen = firstKnown(request.getQueryParams().getFirst(CHOSEN));
        return chosen == null ? "" : "?" + CHOSEN + "=" + chosen.toLanguageTag();
    }

    /** As RFC 4647, section 3.4 looks a list of ranges up; what is none asks for nothing. */
    private static @Nullable Locale firstKnown(@Nullable String ranges) {
        if (ranges == null || ranges.isBlank()) {
            return null;
        }
        try {
            return Locale.lookup(Locale.LanguageRange.parse(ranges), ALL);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
