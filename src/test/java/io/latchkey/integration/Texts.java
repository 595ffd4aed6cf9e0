package io.latchkey.integration;

import io.latchkey.token.TokenTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the articles of a site say, and a reading of paths that is as generous as any server's: what
 * a gate in front of it must not be fooled by.
 */
final class Texts {

    private static final String FOLDER = "articles/";

    private Texts() {}

    /** Stands in the full text of an article and nowhere else. */
    static String secret(String article) {
        return "the whole of " + article + " to its last word";
    }

    /** The page of an article, or one that is the same for everybody where the path is none. */
    static String page(String article, boolean full) {
        if (!TokenTable.ARTICLES.containsKey(article)) {
            return "<p>the front page</p>";
        }
        String text = full ? secret(article) : "the beginning of " + article;
        return "<h1>" + article + "</h1><p>" + text + "</p>";
    }

    /** Which article a path means to a server that takes it as kindly as can be; empty for none. */
    static String articleAt(String target) {
        String path = target.replaceFirst("^https?://[^/]*", "").split("[?#]", 2)[0];
        path = decoded(decoded(decoded(path))).replace('\\', '/');
        path = path.split("\0", 2)[0].toLowerCase(Locale.ROOT);
        String plain = plain(path);
        return plain.startsWith(FOLDER) ? named(plain.substring(FOLDER.length())) : "";
    }

    private static String named(String rest) {
        return rest.replaceFirst("\\.(html|amp|json|md)$", "")
                .replaceFirst("[. ]+$", "")
                .strip();
    }

    /** Without parameters of segments, empty segments and dots. */
    private static String plain(String path) {
        Deque<String> segments = new ArrayDeque<>();
        Stream.of(path.split("/", -1))
                .map(segment -> segment.split(";", 2)[0].strip())
                .filter(segment -> !segment.isEmpty() && !segment.equals("."))
                .forEach(segment -> {
                    if (segment.equals("..")) {
                        segments.pollLast();
                    } else {
                        segments.addLast(segment);
                    }
                });
        return segments.stream().collect(Collectors.joining("/"));
    }

    /** Percent-decoded, leaving alone what is none. */
    private static String decoded(String text) {
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            String hex = i + 3 <= text.length() ? text.substring(i, i + 3) : "";
            boolean encoded = hex.matches("%[0-9A-Fa-f]{2}");
            bytes[length++] = (byte) (encoded ? Integer.parseInt(hex.substring(1), 16) : text.charAt(i));
            i += encoded ? 2 : 0;
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
