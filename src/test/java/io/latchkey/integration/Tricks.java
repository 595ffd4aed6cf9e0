package io.latchkey.integration;

import java.util.List;

/** Ways to write the path of one article so that a gate takes it for something else. */
final class Tricks {

    private Tricks() {}

    /**
     * Request targets that all mean the closed article to {@link Texts#articleAt}.
     *
     * @param closed an article that the reader may not read
     * @param open one that the reader may
     */
    static List<String> to(String closed, String open) {
        String first = "%" + Integer.toHexString(closed.charAt(0));
        String rest = closed.substring(1);
        return List.of(
                "/articles/" + closed,
                "/articles/" + closed + "?",
                "/articles/" + closed + "?view=full&article=" + open,
                "/articles/" + closed + "?/articles/" + open,
                "/articles/" + closed + "/",
                "/articles/" + closed + "//",
                "/articles/" + closed + "/.",
                "/articles/" + closed + ".",
                "/articles/" + closed + "%20",
                "/articles/" + closed + "%2e",
                "/articles/" + closed + ".html",
                "/articles/" + closed + ".amp",
                "/articles/" + closed + ".json",
                "/articles/" + closed + ".md",
                "//articles/" + closed,
                "/articles//" + closed,
                "///articles///" + closed,
                "/./articles/" + closed,
                "/articles/./" + closed,
                "/articles/" + open + "/../" + closed,
                "/articles/" + open + "/.././" + closed,
                "/articles/x/../" + closed,
                "/x/../articles/" + closed,
                "/../articles/" + closed,
                "/articles/" + open + "/%2e%2e/" + closed,
                "/articles/" + open + "/.%2e/" + closed,
                "/articles/" + open + "%2f..%2f" + closed,
                "/articles/" + open + "%2F%2E%2E%2F" + closed,
                "/articles/" + open + "/%252e%252e/" + closed,
                "/articles/" + open + "%252f..%252f" + closed,
                "/articles/" + open + "%25252f..%25252f" + closed,
                "/articles%2f" + closed,
                "/articles%252f" + closed,
                "/%61rticles/" + closed,
                "/articles/" + first + rest,
                "/articles/" + first.replace("%", "%25") + rest,
                "/articles/" + first.replace("%", "%2525") + rest,
                "/articles/" + closed + ";",
                "/articles/" + closed + ";" + open,
                "/articles/" + closed + ";/../" + open + "/../" + closed,
                "/articles;x=/" + closed,
                "/articles/" + open + "/..;/" + closed,
                "/articles/" + open + "/..;x=y/" + closed,
                "/articles/;/" + closed,
                "/articles/" + closed + "%3b" + open,
                "/articles/" + closed + "%00",
                "/articles/" + closed + "%00" + open,
                "/articles/" + closed + "%2500.html",
                "/articles/" + closed + "%09",
                "/articles\\" + closed,
                "/articles/" + open + "\\..\\" + closed,
                "/articles%5c" + closed,
                "/articles/" + open + "%5c..%5c" + closed,
                "/ARTICLES/" + closed,
                "/Articles/" + closed.toUpperCase(java.util.Locale.ROOT),
                "/articles/" + closed.toUpperCase(java.util.Locale.ROOT),
                "/articles/" + closed + "#" + open,
                "http://localhost/articles/" + closed,
                "http://" + open + "/articles/" + closed);
    }
}
