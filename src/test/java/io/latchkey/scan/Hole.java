package io.latchkey.scan;

import io.latchkey.scan.probe.MadeUpToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Predicate;

/** The holes of the leaky site: each in the article that is called after it. */
final class Hole {

    /** By the names of the scanner's tricks: which requests get the whole text. */
    static final Map<String, Predicate<Asked>> OF_TRICKS = Map.ofEntries(
            hole("crawler", header("User-Agent", "bingbot")),
            hole("link-preview", header("User-Agent", "facebookexternalhit")),
            hole("text-browser", header("User-Agent", "Lynx")),
            hole("old-browser", header("User-Agent", "MSIE 6")),
            hole("app", header("User-Agent", "okhttp")),
            hole("monitor", header("User-Agent", "curl/")),
            hole("search-referrer", header("Referer", "https://www.google.")),
            hole("social-referrer", header("Referer", "//t.co/")),
            hole("own-referrer", header("Referer", "/newsletter")),
            hole("forwarded-for", header("X-Forwarded-For", "66.249.")),
            hole("archive", header("Via", "web.archive.org")),
            hole("prefetch", header("Sec-Purpose", "prefetch")),
            hole("script-request", header("X-Requested-With", "XMLHttpRequest")),
            hole("negotiation", header("Accept", "text/markdown")),
            hole("made-up-token", header("Authorization", MadeUpToken.UNSIGNED)),
            hole("made-up-decision", header("X-Latchkey-Decision", "granted")),
            hole("made-up-cookie", header("Cookie", "subscriber=1")),
            hole("encoded-letter", path("/articles/%6")),
            hole("double-encoded", path("%25")),
            hole("dot-segments", path("/x/../")),
            hole("double-slash", path("//")),
            hole("path-parameter", path(";a=b")),
            hole("other-case", path("/ARTICLES/")),
            hole("ending", path("%00")),
            hole("rewritten", asked -> !asked.header("X-Original-URL").isEmpty()),
            hole("method", asked -> asked.method().equals("PROPFIND")),
            hole("head", asked -> asked.method().equals("HEAD")),
            hole(
                    "method-override",
                    header("X-HTTP-Method-Override", "GET")
                            .and(asked -> asked.method().equals("POST"))),
            hole("range", header("Range", "bytes=500-")),
            hole("conditional", header("If-None-Match", "0")),
            hole("cleared-cookies", header("Cookie", "meter=; visits=")),
            hole("query", asked -> asked.query().contains("paywall=0")));

    /** More holes of those tricks, each of another request: the article, the trick and the request. */
    static final Map<String, Map.Entry<String, Predicate<Asked>>> MORE_OF_TRICKS = Map.of(
            "underscored-decision", hole("made-up-decision", header("X_Latchkey_Decision", "granted")),
            "view", hole("made-up-decision", header("X-Latchkey-View", "full")),
            "underscored-view", hole("made-up-decision", header("X_Latchkey_View", "full")),
            "underscored-article", hole("made-up-decision", header("X_Latchkey_Article", "free")),
            "cookie", hole("made-up-token", cookie("latchkey_access")),
            "access-cookie-of-site", hole("made-up-token", cookie("__Host-latchkey_access-lantern")),
            "reader-cookie-of-site", hole("made-up-token", cookie("__Host-latchkey-lantern")));

    /** By personas: these believe too much of whoever asks. */
    static final Map<String, Predicate<Asked>> OF_PERSONAS = Map.of(
            "expired reader", header("Authorization", MadeUpToken.EXPIRED),
            "fake crawler", header("User-Agent", "Googlebot"));

    /** Other forms of an article that anybody gets: the path and the answer's type. */
    static final Map<String, Map.Entry<String, String>> OF_VARIANTS = Map.of(
            "amp", Map.entry("/articles/amp?amp=1", "text/html"),
            "rss", Map.entry("/rss.xml", "application/rss+xml"),
            "atom", Map.entry("/atom.xml", "application/atom+xml"),
            "rest", Map.entry("/wp-json/wp/v2/posts?slug=rest", "application/json"),
            "oembed", Map.entry("/oembed?url=", "application/json"),
            "print", Map.entry("/articles/print/print", "text/html"),
            "md", Map.entry("/articles/md.md", "text/markdown"),
            "search", Map.entry("/?s=Of+search", "text/html"));

    /** Places of the plain page where it stands unseen; {} for the text. */
    static final Map<String, String> OF_PLACES = Map.of(
            "meta-tag", "<meta name=\"description\" content=\"{}\">",
            "json-ld", "<script" + " type=\"application/ld+json\">{\"articleBody\":\"{}\"}</script>",
            "state", "<script>window.state = {\"html\":\"\\u003cp>{}\\u003c/p>\"}</script>",
            "hidden", "<div style=\"display:none\"><p>{}</p></div>",
            "template", "<template><p>{}</p></template>",
            "noscript", "<noscript>{}</noscript>",
            "comment", "<!-- {} -->",
            "attribute", "<div data-content=\"{}\"></div>",
            "packed", "<div data-content=\"{base64}\"></div>");

    private Hole() {}

    /**
     * Whether the request is for this form; its address goes on where it ends with an equals sign.
     */
    static boolean means(String form, Asked asked) {
        return form.endsWith("=")
                ? asked.target().startsWith(form)
                : asked.target().equals(form);
    }

    /** The place's markup with the text in it. */
    static String at(String place, String text) {
        return OF_PLACES
                .getOrDefault(place, "")
                .replace("{}", text)
                .replace("{base64}", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map.Entry<String, Predicate<Asked>> hole(String name, Predicate<Asked> when) {
        return Map.entry(name, when);
    }

    private static Predicate<Asked> header(String name, String part) {
        return asked -> asked.plainOrPosted() && asked.header(name).contains(part);
    }

    private static Predicate<Asked> cookie(String name) {
        return header("Cookie", name + "=" + MadeUpToken.UNSIGNED);
    }

    private static Predicate<Asked> path(String part) {
        return asked -> asked.path().contains(part);
    }
}
