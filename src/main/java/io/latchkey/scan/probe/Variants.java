package io.latchkey.scan.probe;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The other forms in which sites give out an article, those that its page names and those usual.
 */
public final class Variants {

    private Variants() {}

    public static List<Probe> of(ArticlePage article) {
        return Stream.of(
                        Stream.of(Probe.get("html", article.address())),
                        amp(article),
                        feeds(article),
                        rest(article),
                        embeds(article),
                        prints(article),
                        texts(article))
                .flatMap(probes -> probes)
                .distinct()
                .toList();
    }

    private static Stream<Probe> amp(ArticlePage article) {
        return named(
                "amp",
                article.linked("amphtml", null),
                article.with("amp=1"),
                article.with("outputType=amp"),
                below(article, "amp"));
    }

    private static Stream<Probe> feeds(ArticlePage article) {
        return Stream.concat(
                named(
                        "rss",
                        article.linked("alternate", "rss"),
                        article.at("/feed/"),
                        article.at("/?feed=rss2"),
                        article.at("/rss.xml"),
                        article.at("/feed.xml"),
                        below(article, "feed/")),
                named("atom", article.linked("alternate", "atom"), article.at("/atom.xml"), article.at("/feed/atom/")));
    }

    private static Stream<Probe> rest(ArticlePage article) {
        String slug = encoded(article.slug());
        return named(
                "rest",
                article.linked("alternate", "application/json"),
                article.at("/wp-json/wp/v2/posts?slug=" + slug),
                article.at("/?rest_route=/wp/v2/posts&slug=" + slug),
                article.at("/wp-json/wp/v2/search?search=" + slug),
                article.at("/api/articles/" + slug),
                article.moved(bare(article) + ".json"));
    }

    private static Stream<Probe> embeds(ArticlePage article) {
        String address = encoded(article.address().toString());
        return named(
                "oembed",
                article.linked("alternate", "oembed"),
                article.at("/wp-json/oembed/1.0/embed?url=" + address),
                article.at("/oembed?url=" + address),
                below(article, "embed/"));
    }

    private static Stream<Probe> prints(ArticlePage article) {
        return named(
                "print",
                List.of(),
                article.with("print=1"),
                article.with("view=print"),
                below(article, "print"),
                article.at("/print" + article.path()));
    }

    private static Stream<Probe> texts(ArticlePage article) {
        return Stream.concat(
                named(
                        "md",
                        article.linked("alternate", "markdown"),
                        article.moved(bare(article) + ".md"),
                        article.moved(bare(article) + ".txt")),
                named("search", List.of(), article.at("/?s=" + encoded(article.title()))));
    }

    private static Stream<Probe> named(String form, List<URI> linked, URI... usual) {
        return Stream.concat(linked.stream(), Stream.of(usual)).map(address -> Probe.get(form, address));
    }

    private static URI below(ArticlePage article, String name) {
        return article.moved(bare(article) + "/" + name);
    }

    private static String bare(ArticlePage article) {
        return article.path().replaceFirst("/+$", "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
