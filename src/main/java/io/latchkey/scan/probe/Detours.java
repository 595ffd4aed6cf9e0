package io.latchkey.scan.probe;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Tricks that ask for the article by another way: another spelling, method or piece of it. */
public final class Detours {

    public static final List<Trick> ALL = List.of(
            spelt(
                    "encoded-letter",
                    "A rule looks at the path before it is decoded.",
                    path -> Stream.of(encoded(path, "%"))),
            spelt(
                    "double-encoded",
                    "The path is decoded twice, and looked at in between.",
                    path -> Stream.of(encoded(path, "%25"))),
            spelt(
                    "dot-segments",
                    "A rule looks at the path before its dots are resolved.",
                    path -> Stream.of("/x/.." + path, "/." + path, "/x/%2e%2e" + path, path + "/.")),
            spelt(
                    "double-slash",
                    "A rule takes two slashes for another path.",
                    path -> Stream.of("/" + path, lastSlash(path, "//"))),
            spelt(
                    "path-parameter",
                    "What follows a semicolon is left out after the rule, not before.",
                    path -> Stream.of(path + ";a=b", path + ";.css", lastSlash(path, "/;/"))),
            spelt(
                    "other-case",
                    "Rules know capitals apart where files do not.",
                    path -> Stream.of(path.toUpperCase(Locale.ROOT))),
            spelt(
                    "ending",
                    "A rule covers the path and not what the server takes for the same.",
                    path -> Stream.of(
                            toggledSlash(path),
                            path + "%00",
                            path + "%20",
                            path + ".",
                            path + ".html",
                            path + "/index.html",
                            path + "%2f",
                            path + ".css")),
            new Trick(
                    "rewritten",
                    "A header names another path than the request, and the server follows" + " it.",
                    article -> Stream.of("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Uri", "X-Original-URI")
                            .map(header -> Probe.get(header, article.at("/"), Map.of(header, article.path())))
                            .toList()),
            new Trick(
                    "method",
                    "Only one method is gated.",
                    article -> Stream.of("POST", "PUT", "OPTIONS", "PROPFIND", "QUERY")
                            .map(method -> new Probe(method, method, article.address(), Map.of()))
                            .toList()),
            new Trick(
                    "head",
                    "What is left out of the body stands in a header.",
                    article -> List.of(new Probe("", "HEAD", article.address(), Map.of()))),
            new Trick(
                    "method-override",
                    "A header makes a request of one method one of another behind the" + " gate.",
                    article ->
                            List.of(new Probe("", "POST", article.address(), Map.of("X-HTTP-Method-Override", "GET")))),
            new Trick(
                    "range",
                    "A piece of the body is served as if it were nothing of the article.",
                    article -> Stream.of("bytes=0-", "bytes=1-", "bytes=500-", "bytes=-20000")
                            .map(range -> Probe.get(range, article.address(), Map.of("Range", range)))
                            .toList()),
            new Trick(
                    "conditional",
                    "A request that asks for changes only goes around the gate.",
                    article -> List.of(Probe.get(
                            "",
                            article.address(),
                            Map.of("If-None-Match", "\"0\"", "Cache-Control", "no-cache", "Pragma", "no-cache")))),
            new Trick(
                    "cleared-cookies",
                    "Only a cookie counts the articles; whoever clears it starts again.",
                    article -> List.of(
                            Probe.get("first visit", article.address()),
                            Probe.get(
                                    "all cookies empty",
                                    article.address(),
                                    Map.of("Cookie", "meter=; visits=; latchkey_access=")))),
            asking(
                    "query",
                    "A query meant for editors, tests or partners opens the article.",
                    "preview=true",
                    "paywall=0",
                    "nopaywall=1",
                    "free=1",
                    "debug=1",
                    "share=1",
                    "gift=1",
                    "partner=msn",
                    "mode=reader",
                    "utm_source=newsletter&utm_medium=email"));

    /** Other spellings of a path. */
    @FunctionalInterface
    private interface Spellings {
        Stream<String> of(String path);
    }

    private Detours() {}

    private static Trick spelt(String name, String about, Spellings spellings) {
        return new Trick(
                name,
                about,
                article -> spellings
                        .of(article.path())
                        .filter(path -> !path.equals(article.path()))
                        .map(path -> Probe.get(path, article.moved(path)))
                        .toList());
    }

    private static Trick asking(String name, String about, String... queries) {
        return new Trick(
                name,
                about,
                article -> Stream.of(queries)
                        .map(query -> Probe.get(query, article.with(query)))
                        .toList());
    }

    /** With the first letter after the last slash spelt by its number. */
    private static String encoded(String path, String percent) {
        int letter = path.lastIndexOf('/') + 1;
        if (letter >= path.length()) {
            return path;
        }
        return path.substring(0, letter)
                + percent
                + "%02x".formatted((int) path.charAt(letter))
                + path.substring(letter + 1);
    }

    private static String lastSlash(String path, String by) {
        int slash = path.lastIndexOf('/');
        return path.substring(0, slash) + by + path.substring(slash + 1);
    }

    private static String toggledSlash(String path) {
        return path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path + "/";
    }
}
