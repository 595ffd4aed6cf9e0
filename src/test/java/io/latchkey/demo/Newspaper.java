package io.latchkey.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The demo's articles, in the order of the front page.
 *
 * @param articles at least one of each access level
 */
record Newspaper(List<Post> articles) {

    static final String NAME = "The Saltmere Lantern";

    private static final List<String> ORDER =
            List.of(
                    "night-ferry",
                    "library-roof",
                    "bakery-clock",
                    "bus-to-the-moor",
                    "lamp-ledger",
                    "eel-count",
                    "radio-island",
                    "tide-pools",
                    "harbour-money");

    /**
     * An article.
     *
     * @param kicker the few words above its title
     * @param access the contract's word for who may read it
     * @param paragraphs of which the first is shown to everybody
     */
    record Post(
            String id,
            String kicker,
            String title,
            String standfirst,
            String access,
            List<String> paragraphs) {

        boolean free() {
            return "free".equals(access);
        }

        String preview() {
            return paragraphs.getFirst();
        }

        List<String> rest() {
            return paragraphs.subList(1, paragraphs.size());
        }
    }

    static Newspaper load() {
        return new Newspaper(ORDER.stream().map(Newspaper::read).toList());
    }

    Optional<Post> find(String id) {
        return articles.stream().filter(post -> post.id().equals(id)).findFirst();
    }

    /** A file of the demo among the test resources. */
    static String resource(String path) {
        try (InputStream stream = Newspaper.class.getResourceAsStream("/demo/" + path)) {
            return new String(
                    Objects.requireNonNull(stream, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines of "name: value", an empty line, and paragraphs with empty lines between them. */
    private static Post read(String id) {
        String[] blocks = resource("articles/" + id + ".txt").strip().split("\\n\\s*\\n", -1);
        Map<String, String> head =
                blocks[0]
                        .lines()
                        .map(line -> line.split(": ", 2))
                        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        List<String> paragraphs =
                Stream.of(blocks).skip(1).map(text -> text.strip().replace('\n', ' ')).toList();
        return new Post(
                id,
                Objects.requireNonNull(head.get("kicker"), id),
                Objects.requireNonNull(head.get("title"), id),
                Objects.requireNonNull(head.get("standfirst"), id),
                Objects.requireNonNull(head.get("access"), id),
                paragraphs);
    }
}
