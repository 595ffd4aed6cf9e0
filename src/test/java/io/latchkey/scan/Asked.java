package io.latchkey.scan;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A request as a careless server sees it. */
record Asked(HttpExchange exchange, String target) {

    static Asked of(HttpExchange exchange) {
        return new Asked(exchange, exchange.getRequestURI().toString());
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /** The header; empty where none came. */
    String header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    String path() {
        return target.replaceFirst("\\?.*", "");
    }

    String query() {
        return target.contains("?") ? target.substring(target.indexOf('?') + 1) : "";
    }

    /** The article that the path means, however it is spelt. */
    String article() {
        String path = decoded(decoded(path())).replaceAll(";[^/]*", "").replace("\0", "");
        String bare = path.toLowerCase(Locale.ROOT).replaceFirst("^.*articles/+", "");
        return bare.strip().replaceFirst("[/.].*$", "");
    }

    /** Whether the path is spelt as the sitemap has it. */
    boolean straight() {
        return path().equals("/articles/" + article());
    }

    /**
     * Whether it is the article's own address, so that only what is said with it can be the hole.
     */
    boolean plainOrPosted() {
        return straight() && query().isEmpty();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2b"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
