package io.latchkey.scan.probe;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who asks for every variant of an article. */
public enum Persona {
    /** A browser that was never here. */
    ANONYMOUS,
    /** A reader whose token ended; where nobody gave one, it is signed by nobody's key. */
    EXPIRED_READER,
    /** Who says that it is a search engine's crawler, from an address that is none. */
    FAKE_CRAWLER;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Its headers and these; where both have one, these win. */
    Map<String, String> and(Map<String, String> others, Tokens tokens) {
        return Stream.of(headers(tokens), others)
                .flatMap(each -> each.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (_, second) -> second));
    }

    private Map<String, String> headers(Tokens tokens) {
        return switch (this) {
            case ANONYMOUS -> Map.of();
            case EXPIRED_READER -> tokens.ofExpiredReader();
            case FAKE_CRAWLER ->
                Map.of("User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1;" + " +http://www.google.com/bot.html)");
        };
    }
}
