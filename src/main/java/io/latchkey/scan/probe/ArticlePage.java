package io.latchkey.scan.probe;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * An article as a browser that was never here before gets it.
 *
 * @param address as the sitemap has it
 * @param document empty for what is no HTML
 * @param refused whether it gets none
 * @param led whether it gets another page of the site instead
 */
public record ArticlePage(URI address, Document document, boolean refused, boolean led) {

    private static final Pattern NOT_FREE =
            Pattern.compile("\"isAccessibleForFree\"\\s*:\\s*(\"?)false\\1", Pattern.CASE_INSENSITIVE);

    public static ArticlePage of(URI address, String html) {
        return new ArticlePage(address, Jsoup.parse(html, address.toString()), false, false);
    }

    /** Another page, to which everybody is led. */
    public static ArticlePage led(URI address, String html) {
        return new ArticlePage(address, Jsoup.parse(html, address.toString()), false, true);
    }

    /** One that nobody sees without a right to it: what the refusal shows is none of it. */
    public static ArticlePage refused(URI address) {
        return new ArticlePage(address, Jsoup.parse("", address.toString()), true, false);
    }

    /** Whether the page itself says that not all of it is for everybody, or is not shown at all. */
    public boolean saysItIsNotFree() {
        return refused
                || !document.select("latchkey-paywall").isEmpty()
                || document.select("script[type=application/ld+json]").stream()
                        .anyMatch(script -> NOT_FREE.matcher(script.data()).find());
    }

    /** Whether its text is not in the page but where the widget gets it. */
    public boolean fetchesItsText() {
        return !document.select("latchkey-paywall[content]").isEmpty();
    }

    /** The last part of the path, which most sites make of the title. */
    public String slug() {
        String path = Optional.ofNullable(address.getPath()).orElse("");
        String bare = path.replaceFirst("/+$", "").replaceFirst("\\.[a-z]{2,5}$", "");
        return bare.substring(bare.lastIndexOf('/') + 1);
    }

    String title() {
        return document.title();
    }

    /** The addresses that the page's head names for another form of itself. */
    List<URI> linked(String relation, @Nullable String type) {
        return document.select("link[href]").stream()
                .filter(link -> has(link, relation))
                .filter(link -> type == null
                        || link.attr("type").toLowerCase(Locale.ROOT).contains(type))
                .flatMap(link -> address(link.absUrl("href")))
                .filter(this::here)
                .toList();
    }

    private static boolean has(Element link, String relation) {
        return Stream.of(link.attr("rel").toLowerCase(Locale.ROOT).split("\\s+", -1))
                .anyMatch(relation::equals);
    }

    private static Stream<URI> address(String text) {
        try {
            return text.isEmpty() ? Stream.empty() : Stream.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    /** Nobody else's site is asked. */
    boolean here(URI other) {
        return Authority.same(address, other);
    }

    /** Another path of the same host; with a query if the path has one. */
    URI at(String path) {
        return URI.create(address.getScheme() + "://" + address.getRawAuthority() + path);
    }

    /** The path as it stands in the address. */
    String path() {
        String path = address.getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    /** The path with the query, and more of a query. */
    URI with(String query) {
        String before = address.getRawQuery();
        return at(path() + "?" + (before == null ? "" : before + "&") + query);
    }

    /** Another path with the article's own query. */
    URI moved(String path) {
        String query = address.getRawQuery();
        return at(path + (query == null ? "" : "?" + query));
    }
}
